/** What becomes of publishing and of pushes while the registry, or assets itself, is away. */
import { afterAll, afterEach, expect, test } from "bun:test";
import { artifactManifest } from "@slate/oci";
import { page, RegistryPush, RegistryUsage } from "@slate/schema/api";
import { openControl } from "../../../../infra/local/control.ts";
import { eventually, testStack } from "../../../../infra/testing/index.ts";
import { ASSET_ARTIFACT_TYPE, TITLE } from "./artifacts/artifact.ts";
import { closeDatabase, database, makeKey, placeAsset, testProject, testRegistry } from "./testing/project.ts";

afterAll(closeDatabase);

const control = openControl(testStack().controlSocket);
const registry = testRegistry();
const stopped = new Set<string>();
const stop = async (name: string) => {
  stopped.add(name);
  await control.stop(name);
};
const start = async (name: string) => {
  await control.start(name);
  stopped.delete(name);
};
afterEach(async () => {
  for (const name of stopped) await start(name);
});

const text = (content: string) => new TextEncoder().encode(content);

test("without the registry what is known is still answered, nothing is half published, and what waits is published once it is back", async () => {
  const project = await testProject();
  await stop("registry");
  const asset = await placeAsset(project, "Assets/a.txt", text("written while the registry was away"));
  const { body: found } = await project.viewer.get(`/api/assets/${asset.assetId}`).expect(200);
  expect(found).toMatchObject({ path: "Assets/a.txt", registryPath: null });
  const { body: usage } = await project.viewer.get(`/api/assets/registry/usage?projectId=${project.projectId}`).expect(200, RegistryUsage);
  expect(usage.artifacts.count).toBe(0);
  const query = new URLSearchParams({ projectId: project.projectId, path: "a.bin" });
  await project.member
    .put(`/api/files/by-path?${query}`, new Uint8Array([0, 1, 2]), { "Content-Type": "application/octet-stream", "If-None-Match": "*" })
    .expectError(503, "server.unavailable");

  await start("registry");
  const digest = await eventually(async () => {
    const [row] = await database()`select manifest_digest as digest from slate_asset_versions where asset_id = ${asset.assetId}`;
    if (!row?.digest) throw new Error("not published yet");
    return row.digest as string;
  }, 60_000);
  expect((await registry.pullManifest(project.repository("assets"), asset.guid)).digest).toBe(digest);
}, 120_000);

test("a push that nobody told of, since the registry forgot while assets was away, is found and adopted in its pusher's name", async () => {
  const project = await testProject();
  const made = await makeKey(project.member);
  const repository = project.repository("inbox");
  const { body } = await project.anonymous
    .get(`/api/assets/registry/token?scope=repository:${repository}:pull,push`, { Authorization: `Basic ${btoa(`key:${made.key}`)}` })
    .expect(200);
  const { token } = body as { token: string };

  await stop("assets");
  const content = text("pushed while nobody listened");
  const push = async (path: string, method: string, type: string, bytes?: Uint8Array<ArrayBuffer>) => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": type };
    const answer = await fetch(new URL(path, testStack().gatewayUrl), { method, headers, body: bytes });
    expect(answer.ok).toBe(true);
    return answer.headers.get("location") ?? "";
  };
  for (const bytes of [content, text("{}")]) {
    const place = await push(`/v2/${repository}/blobs/uploads/`, "POST", "application/octet-stream");
    const digest = `sha256:${new Bun.CryptoHasher("sha256").update(bytes).digest("hex")}`;
    await push(`${place}&digest=${digest}`, "PUT", "application/octet-stream", bytes);
  }
  const digest = `sha256:${new Bun.CryptoHasher("sha256").update(content).digest("hex")}`;
  const layers = [{ mediaType: "text/plain", digest, size: content.length, annotations: { [TITLE]: "Assets/unheard.txt" } }];
  const manifest = artifactManifest({ artifactType: ASSET_ARTIFACT_TYPE, layers });
  await push(`/v2/${repository}/manifests/unheard`, "PUT", manifest.mediaType, text(JSON.stringify(manifest)));
  await control.restart("registry"); // what it had still to tell is lost with it
  await start("assets");

  await eventually(async () => {
    const { body } = await project.viewer.get(`/api/assets/registry/pushes?projectId=${project.projectId}`).expect(200, page(RegistryPush));
    expect(body.items).toMatchObject([{ reference: "unheard", status: "adopted", author: { kind: "key", id: made.id } }]);
  }, 90_000);
}, 150_000);
