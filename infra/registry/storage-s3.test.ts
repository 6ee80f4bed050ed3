/** The real registry on an S3 that speaks the true protocol. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { artifactManifest, createRegistry, type Registry, repositoryFor } from "../../packages/oci/src/index.ts";
import { pollUntil } from "../local/poll.ts";
import { startS3 } from "../simulators/s3/server.ts";
import { testStack } from "../testing/index.ts";
import { writeConfig } from "./write-config.ts";

const MIB = 1024 * 1024;
const credentials = { accessKey: "TESTACCESSKEY", secretKey: "a secret that only these two know", region: "eu-central-1" };
const folder = mkdtempSync(join(tmpdir(), "slate-registry-s3-"));
const s3 = startS3({ bucket: "slate", ...credentials });
const children: Bun.Subprocess[] = [];
let registry: Registry;

/** A registry of its own that keeps everything in the bucket. */
async function startRegistry(secretKey: string, port: number): Promise<Registry> {
  const { registryTokenCertFile, registryTokenKeyFile } = testStack();
  const [certPem, keyPem] = [readFileSync(registryTokenCertFile, "utf8"), readFileSync(registryTokenKeyFile, "utf8")];
  writeFileSync(join(folder, "token.crt"), certPem);
  const config = writeConfig(
    { port, folder, httpSecret: "secret", tokenRealm: "http://localhost/token", eventsUrl: "http://127.0.0.1:9/", eventsSecret: "none" },
    {
      REGISTRY_STORAGE: "s3",
      REGISTRY_S3_BUCKET: "slate",
      REGISTRY_S3_REGION: credentials.region,
      REGISTRY_S3_ENDPOINT: s3.url,
      REGISTRY_S3_ACCESS_KEY: credentials.accessKey,
      REGISTRY_S3_SECRET_KEY: secretKey,
    },
  );
  const file = join(folder, `config-${port}.yml`);
  writeFileSync(file, config);
  children.push(Bun.spawn(["docker-registry", "serve", file], { env: { PATH: process.env.PATH }, stdout: "ignore", stderr: "ignore" }));
  const url = `http://127.0.0.1:${port}`;
  const client = createRegistry({ url, token: { keyPem, certPem, issuer: "slate", service: "slate-registry" }, timeoutMs: 20_000 });
  await pollUntil(
    () =>
      client.ping().then(
        () => true,
        () => false,
      ),
    { timeoutMs: 15_000, what: "The registry on S3" },
  );
  return client;
}

/** A port that was free a moment ago. */
function freePort(): number {
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const { port } = server;
  server.stop(true);
  return port as number;
}

beforeAll(async () => {
  registry = await startRegistry(credentials.secretKey, freePort());
}, 30_000);
afterAll(async () => {
  for (const child of children) {
    child.kill();
    await child.exited;
  }
  await s3[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const newRepository = () => repositoryFor({ workspaceId: crypto.randomUUID(), projectId: crypto.randomUUID(), kind: "files" });
function random(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

test.each([1000, 40 * MIB])(
  "a blob of %i bytes is pushed, read whole and in part, held by a manifest, mounted, and let go",
  async (size) => {
    const repository = newRepository();
    const bytes = random(size);
    const { blobs } = registry;
    const blob = await blobs.push(repository, new Blob([bytes]).stream(), { size });
    expect(await new Response((await blobs.pull(repository, blob.digest)).stream).bytes()).toEqual(bytes);
    const part = await blobs.pull(repository, blob.digest, { range: { start: size - 500, end: size - 101 } });
    expect(await new Response(part.stream).bytes()).toEqual(bytes.slice(size - 500, size - 100));

    const layers = [{ mediaType: "application/octet-stream", ...blob }];
    const { digest } = await registry.pushManifest(
      repository,
      artifactManifest({ artifactType: "application/vnd.slate.files.v1", layers }),
      "one",
    );
    expect(await registry.listTags(repository)).toEqual(["one"]);
    expect((await registry.pullManifest(repository, "one")).digest).toBe(digest);
    const other = newRepository();
    expect(await blobs.mount(other, blob.digest, repository)).toBe(true);
    expect(await blobs.size(other, blob.digest)).toBe(size);

    const hex = blob.digest.slice("sha256:".length);
    const stored = s3.bucket.objects.get(`docker/registry/v2/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`);
    expect(new Bun.CryptoHasher("sha256").update(stored?.bytes ?? "").digest("hex")).toBe(hex);
    await registry.deleteManifest(repository, digest);
    expect(await registry.listTags(repository)).toEqual([]);
  },
  60_000,
);

test("a registry with a wrong secret stores nothing", async () => {
  const stranger = await startRegistry("another secret", freePort());
  const before = s3.bucket.objects.size;
  expect(await stranger.blobs.push(newRepository(), random(100)).catch((error) => String(error))).toContain("UNAVAILABLE");
  expect(s3.bucket.objects.size).toBe(before);
}, 60_000);
