import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  artifactManifest,
  type Descriptor,
  EMPTY_DESCRIPTOR,
  MANIFEST_LIMIT_BYTES,
  Manifest,
  serializeManifest,
  splitManifests,
} from "./manifest.ts";

const artifactType = "application/vnd.slate.files.v1";
const layer: fc.Arbitrary<Descriptor> = fc.record({
  mediaType: fc.constant("application/octet-stream"),
  digest: fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256:${hex}`),
  size: fc.nat(),
  annotations: fc.record({ "org.opencontainers.image.title": fc.string({ unit: "grapheme", maxLength: 40 }) }),
});

test("split manifests hold every layer once, in order, each below the limit", () => {
  fc.assert(
    fc.property(fc.array(layer, { maxLength: 60 }), fc.integer({ min: 1500, max: 6000 }), (layers, limitBytes) => {
      const artifact = { artifactType, layers, annotations: { "slate.changeset": "é" } };
      const manifests = splitManifests(artifact, limitBytes);
      for (const manifest of manifests) {
        expect(serializeManifest(manifest).byteLength).toBeLessThan(limitBytes);
        expect(manifest).toMatchObject({ artifactType, annotations: artifact.annotations, config: EMPTY_DESCRIPTOR });
        expect(() => Manifest.parse(manifest)).not.toThrow();
      }
      expect(manifests.flatMap((manifest) => manifest.layers)).toEqual(layers.length > 0 ? layers : [EMPTY_DESCRIPTOR]);
    }),
  );
});

test("no manifest is split that would fit: a part is begun only when the next layer no longer fits", () => {
  fc.assert(
    fc.property(fc.array(layer, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1500, max: 6000 }), (layers, limitBytes) => {
      const manifests = splitManifests({ artifactType, layers }, limitBytes);
      for (const [at, manifest] of manifests.slice(0, -1).entries()) {
        const first = manifests[at + 1]?.layers[0] as Descriptor;
        const fuller = artifactManifest({ artifactType, layers: [...manifest.layers, first] });
        expect(serializeManifest(fuller).byteLength).toBeGreaterThanOrEqual(limitBytes - 1); // the comma counted for the first layer
      }
    }),
  );
});

test("fifty thousand layers fit in a few manifests that a registry takes", () => {
  const layers = fc.sample(layer, 100);
  const many = Array.from({ length: 50_000 }, (_, at) => layers[at % layers.length] as Descriptor);
  const manifests = splitManifests({ artifactType, layers: many });
  expect(manifests.reduce((sum, manifest) => sum + manifest.layers.length, 0)).toBe(many.length);
  for (const manifest of manifests) expect(serializeManifest(manifest).byteLength).toBeLessThan(MANIFEST_LIMIT_BYTES);
  expect(manifests.length).toBeLessThan(10);
});

test("a layer that fits no manifest is refused", () => {
  const [one] = fc.sample(layer, 1) as [Descriptor];
  expect(() => splitManifests({ artifactType, layers: [one] }, 300)).toThrow(RangeError);
});
