import { z } from "zod";
import { digestOf } from "./digest.ts";
import { isDigest } from "./names.ts";

export const MANIFEST_MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

/** Registries refuse larger ones. */
export const MANIFEST_LIMIT_BYTES = 4 * 1024 * 1024;

/** The two bytes `{}`: the config of an artifact, which has none. */
export const EMPTY_CONTENT = new TextEncoder().encode("{}");

export const Descriptor = z.looseObject({
  mediaType: z.string().min(1),
  digest: z.string().refine(isDigest),
  /** Bytes. */
  size: z.int().nonnegative(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Descriptor = z.infer<typeof Descriptor>;

/** An OCI 1.1 image manifest, artifacts included. What it does not name is kept as it came. */
export const Manifest = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.literal(MANIFEST_MEDIA_TYPE),
  artifactType: z.string().optional(),
  config: Descriptor,
  layers: z.array(Descriptor),
  subject: Descriptor.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Manifest = z.infer<typeof Manifest>;

export const EMPTY_DESCRIPTOR: Descriptor = {
  mediaType: "application/vnd.oci.empty.v1+json",
  digest: digestOf(EMPTY_CONTENT),
  size: EMPTY_CONTENT.byteLength,
};

export interface Artifact {
  artifactType: string;
  layers: readonly Descriptor[];
  annotations?: Record<string, string>;
  /** The manifest this one is about. */
  subject?: Descriptor;
}

/** The manifest of an artifact. One without layers gets the empty layer, which the image spec recommends. */
export function artifactManifest({ artifactType, layers, annotations, subject }: Artifact): Manifest {
  return {
    schemaVersion: 2,
    mediaType: MANIFEST_MEDIA_TYPE,
    artifactType,
    config: EMPTY_DESCRIPTOR,
    layers: layers.length > 0 ? [...layers] : [EMPTY_DESCRIPTOR],
    ...(subject && { subject }),
    ...(annotations && { annotations }),
  };
}

/** The exact bytes that are stored and hashed. */
export function serializeManifest(manifest: Manifest): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(manifest));
}

/** The digest a manifest will have, wherever it is stored. */
export function manifestDigest(manifest: Manifest): string {
  return digestOf(serializeManifest(manifest));
}

/**
 * Spreads an artifact's layers, in order, over as few manifests as stay below the limit, each with the same type,
 * annotations and subject. Throws when a single layer does not fit.
 */
export function splitManifests(artifact: Artifact, limitBytes = MANIFEST_LIMIT_BYTES): Manifest[] {
  const frameBytes = byteLength(artifactManifest(artifact)) - byteLength(artifactManifest(artifact).layers) + "[]".length;
  const parts: Descriptor[][] = [[]];
  let sizeBytes = frameBytes;

  for (const layer of artifact.layers) {
    const layerBytes = byteLength(layer) + ",".length;
    if (frameBytes + layerBytes >= limitBytes)
      throw new RangeError(`a layer of ${layerBytes} bytes does not fit a manifest of ${limitBytes}`);
    if (sizeBytes + layerBytes >= limitBytes) {
      parts.push([]);
      sizeBytes = frameBytes;
    }
    parts.at(-1)?.push(layer);
    sizeBytes += layerBytes;
  }
  return parts.map((layers) => artifactManifest({ ...artifact, layers }));
}

function byteLength(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
