import { expect, test } from "bun:test";
import { digestOf } from "./digest.ts";
import { artifactManifest, type Descriptor, MANIFEST_LIMIT_BYTES, serializeManifest, splitManifests } from "./manifest.ts";
import { connect, failureOf, newRepository, randomBytes, startGateway } from "./test-registry.ts";

const registry = await connect();
const artifactType = "application/vnd.slate.files.v1";

async function storeLayer(repo: string): Promise<Descriptor> {
  return { mediaType: "application/octet-stream", ...(await registry.blobs.push(repo, randomBytes(500))) };
}

test("a manifest reads back as it was stored, by tag and by digest", async () => {
  const repo = newRepository();
  const layer = { ...(await storeLayer(repo)), annotations: { "org.opencontainers.image.title": "Größe.png" } };
  const manifest = artifactManifest({ artifactType, layers: [layer], annotations: { "slate.changeset": "1" } });
  const stored = await registry.pushManifest(repo, manifest, "one");
  expect(stored.digest).toBe(digestOf(serializeManifest(manifest)));
  for (const reference of ["one", stored.digest]) expect(await registry.pullManifest(repo, reference)).toEqual({ ...stored, manifest });
});

test("a manifest about another one keeps its subject", async () => {
  const repo = newRepository();
  const first = artifactManifest({ artifactType, layers: [] });
  const { digest, size } = await registry.pushManifest(repo, first, "first");
  const subject = { mediaType: first.mediaType, digest, size };
  const about = await registry.pushManifest(repo, artifactManifest({ artifactType, layers: [], subject }));
  expect((await registry.pullManifest(repo, about.digest)).manifest.subject).toEqual(subject);
});

test("a manifest without its content is refused and leaves no tag", async () => {
  const repo = newRepository();
  const missing = { mediaType: "application/octet-stream", digest: digestOf(randomBytes(10)), size: 10 };
  const failure = await failureOf(() => registry.pushManifest(repo, artifactManifest({ artifactType, layers: [missing] }), "half"));
  expect(failure).toMatchObject({ code: "MANIFEST_BLOB_UNKNOWN", status: 400, retryable: false });
  expect(JSON.stringify(failure)).toContain(missing.digest);
  expect(await registry.listTags(repo)).toEqual([]);
  expect(await failureOf(() => registry.pullManifest(repo, "half"))).toMatchObject({ code: "MANIFEST_UNKNOWN", status: 404 });
});

test("a manifest as large as splitting allows is taken by the registry", async () => {
  const repo = newRepository();
  const layer = await storeLayer(repo);
  const layers = Array.from({ length: 4 }, (_, at) => ({ ...layer, annotations: { path: String(at).repeat(MANIFEST_LIMIT_BYTES / 3) } }));
  const manifests = splitManifests({ artifactType, layers });
  expect(manifests.map((manifest) => manifest.layers.length)).toEqual([2, 2]);
  const filler =
    MANIFEST_LIMIT_BYTES -
    1 -
    serializeManifest(artifactManifest({ artifactType, layers: [layer], annotations: { filler: "" } })).byteLength;
  const full = artifactManifest({ artifactType, layers: [layer], annotations: { filler: "x".repeat(filler) } });
  expect((await registry.pushManifest(repo, full, "full")).size).toBe(MANIFEST_LIMIT_BYTES - 1);
  for (const [at, manifest] of manifests.entries()) await registry.pushManifest(repo, manifest, `part-${at}`);
  expect((await registry.listTags(repo)).sort()).toEqual(["full", "part-0", "part-1"]);
});

test("deleting a manifest takes its tags along, spares others, and may be repeated", async () => {
  const repo = newRepository();
  const doomed = artifactManifest({ artifactType, layers: [await storeLayer(repo)] });
  const { digest } = await registry.pushManifest(repo, doomed, "doomed");
  await registry.pushManifest(repo, doomed, "also-doomed");
  await registry.pushManifest(repo, artifactManifest({ artifactType, layers: [await storeLayer(repo)] }), "spared");
  await registry.deleteManifest(repo, digest);
  await registry.deleteManifest(repo, digest);
  expect(await registry.listTags(repo)).toEqual(["spared"]);
  expect(await failureOf(() => registry.pullManifest(repo, digest))).toMatchObject({ code: "MANIFEST_UNKNOWN" });
});

test("a repository that does not exist has no tags", async () => {
  expect(await registry.listTags(newRepository())).toEqual([]);
});

test("tags that come in pages are all listed", async () => {
  await using gateway = await startGateway(async (request) => {
    const second = new URL(request.url).searchParams.has("last");
    if (second) return Response.json({ name: "a", tags: ["two"] });
    return Response.json({ name: "a", tags: ["one"] }, { headers: { link: '</v2/a/tags/list?last=one&n=1>; rel="next"' } });
  });
  expect(await (await connect({ url: gateway.url })).listTags("a")).toEqual(["one", "two"]);
});

test("a manifest damaged in the registry is not handed out", async () => {
  await using gateway = await startGateway(async (request, forward) => {
    const answer = await forward(request);
    return request.method === "GET" ? new Response((await answer.text()).replace(artifactType, "application/evil"), answer) : answer;
  });
  const repo = newRepository();
  const { digest } = await registry.pushManifest(repo, artifactManifest({ artifactType, layers: [] }), "one");
  const behind = await connect({ url: gateway.url });
  for (const reference of ["one", digest]) {
    expect(await failureOf(() => behind.pullManifest(repo, reference))).toMatchObject({ code: "DIGEST_INVALID" });
  }
});
