import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { artifactManifest, type Descriptor } from "@slate/oci";
import { Changeset, File, page, RegistryPush } from "@slate/schema/api";
import { type Client, eventually, testStack } from "../../../../../infra/testing/index.ts";
import { ASSET_ARTIFACT_TYPE, TITLE } from "../artifacts/artifact.ts";
import { type Clients, openClients } from "../testing/clients.ts";
import { closeDatabase, database, makeKey, placeAsset, type TestProject, testProject, testRegistry } from "../testing/project.ts";

let clients: Clients;
let project: TestProject;
const registry = testRegistry();
beforeAll(async () => {
  clients = openClients();
  project = await testProject();
});
afterAll(() => clients[Symbol.dispose]());
afterAll(closeDatabase);

const text = (content: string) => new TextEncoder().encode(content);
const hashOf = (bytes: Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

/** An artifact on disk in OCI layout, of files by their paths: what `oras` would make of them. */
function writeLayout(name: string, files: Record<string, Uint8Array>, artifactType = ASSET_ARTIFACT_TYPE): string {
  const folder = join(clients.home, name);
  const blobs = join(folder, "blobs", "sha256");
  mkdirSync(blobs, { recursive: true });
  const keep = (bytes: Uint8Array) => {
    writeFileSync(join(blobs, hashOf(bytes)), bytes);
    return { digest: `sha256:${hashOf(bytes)}`, size: bytes.length };
  };
  keep(text("{}"));
  const layers = Object.entries(files).map(
    ([path, bytes]): Descriptor => ({ mediaType: "application/octet-stream", ...keep(bytes), annotations: { [TITLE]: path } }),
  );
  const manifest = artifactManifest({ artifactType, layers });
  const kept = keep(text(JSON.stringify(manifest)));
  const index = {
    schemaVersion: 2,
    manifests: [{ mediaType: manifest.mediaType, ...kept, annotations: { "org.opencontainers.image.ref.name": "one" } }],
  };
  writeFileSync(join(folder, "index.json"), JSON.stringify(index));
  writeFileSync(join(folder, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  return `oci:${folder}:one`;
}

async function logIn(client: Client, scopes?: Parameters<typeof makeKey>[1]) {
  const made = await makeKey(client, scopes);
  expect(await clients.skopeo("login", "--tls-verify=false", "-u", "key", "-p", made.key, clients.host)).toMatchObject({ code: 0 });
  return made;
}
const push = (from: string, repository: string, tag: string) =>
  clients.skopeo("copy", "--dest-tls-verify=false", from, `docker://${clients.nameOf(repository)}:${tag}`);

/** What became of a push, once it is decided. */
const settled = (reference: string, within = project): Promise<RegistryPush> =>
  eventually(async () => {
    const { body } = await within.viewer.get(`/api/assets/registry/pushes?projectId=${within.projectId}`).expect(200, page(RegistryPush));
    const found = (body.items as RegistryPush[]).find((push) => push.reference === reference);
    if (!found || found.status === "received") throw new Error(`${reference} is ${found?.status ?? "not there"}`);
    return found;
  }, 20_000);

test("skopeo logs in with a key, pulls an asset, and what it pushes to the inbox is a changeset of that key", async () => {
  const asset = await placeAsset(project, "Assets/Ship.prefab", text("%YAML 1.1\n"));
  const key = await logIn(project.member);
  const assets = clients.nameOf(project.repository("assets"));
  await eventually(async () => {
    const tags = await clients.skopeo("list-tags", "--tls-verify=false", `docker://${assets}`);
    expect(JSON.parse(tags.out || "{}").Tags).toContain(asset.guid);
  }, 15_000);
  const pulled = await clients.skopeo(
    "copy",
    "--src-tls-verify=false",
    `docker://${assets}:${asset.guid}`,
    `oci:${clients.home}/pulled:one`,
  );
  expect(pulled).toMatchObject({ code: 0 });
  expect(await Bun.file(join(clients.home, "pulled", "blobs", "sha256", asset.sha256)).text()).toBe("%YAML 1.1\n");

  const large = crypto.getRandomValues(new Uint8Array(60_000));
  const layout = writeLayout("edited", { "Assets/Ship.prefab": text("%YAML 1.1\nedited\n"), "Assets/New/Sky.bin": large });
  expect(await push(layout, project.repository("inbox"), "edited")).toMatchObject({ code: 0 });
  const result = await settled("edited");
  expect([result.status, result.author, result.reason]).toEqual(["adopted", { kind: "key", id: key.id, name: key.name }, null]);
  const { body: changeset } = await project.viewer.get(`/api/changesets/${result.changesetId}`).expect(200, Changeset);
  expect([changeset.author, changeset.counts]).toMatchObject([
    { kind: "key", id: key.id },
    { create: 1, edit: 1 },
  ]);
  const { body } = await project.viewer.get(`/api/files?projectId=${project.projectId}`).expect(200, page(File));
  const hashes = Object.fromEntries((body.items as File[]).map((file) => [file.path, file.sha256]));
  expect(hashes).toMatchObject({ "Assets/Ship.prefab": hashOf(text("%YAML 1.1\nedited\n")), "Assets/New/Sky.bin": hashOf(large) });
  await eventually(async () => expect(await registry.listTags(project.repository("inbox"))).not.toContain("edited"));

  expect(await push(layout, project.repository("inbox"), "edited")).toMatchObject({ code: 0 });
  await eventually(async () => expect((await settled("edited")).reason).toContain("already"), 20_000);
}, 60_000);

test("what is foreign cannot be read or pushed to, other repositories cannot be written, and nothing can be deleted", async () => {
  const other = await testProject();
  await placeAsset(project, "Assets/foreign.txt", text("ours"));
  await logIn(other.owner);
  const layout = writeLayout("foreign", { "a.txt": text("foreign") });
  expect(
    (await clients.skopeo("list-tags", "--tls-verify=false", `docker://${clients.nameOf(project.repository("assets"))}`)).code,
  ).not.toBe(0);
  for (const repository of [project.repository("inbox"), other.repository("files"), other.repository("assets")])
    expect((await push(layout, repository, "foreign")).err).toMatch(/denied|unauthorized|authentication required/);
  expect(await push(layout, other.repository("inbox"), "kept")).toMatchObject({ code: 0 });
  const { err } = await clients.skopeo("delete", "--tls-verify=false", `docker://${clients.nameOf(other.repository("inbox"))}:kept`);
  expect(err).toMatch(/405|manifest unknown/); // or it was adopted and is gone
  expect((await settled("kept", other)).status).toBe("adopted");
}, 60_000);

test("whoever becomes a viewer pushes no more, with the key that they have", async () => {
  const demoted = await testProject();
  await logIn(demoted.member);
  const layout = writeLayout("viewer", { "a.txt": text("viewer") });
  await demoted.owner.patch(`/api/members/${demoted.member.userId}`, { role: "viewer" }, { "If-Match": "*" }).expect(200);
  expect((await push(layout, demoted.repository("inbox"), "viewer")).err).toMatch(/denied|unauthorized|authentication required/);
}, 60_000);

test("podman pushes and pulls an image; an image is no files, so the inbox says so and keeps nothing of it", async () => {
  const { key } = await makeKey(project.member);
  expect(await clients.podman("login", "--tls-verify=false", "-u", "key", "-p", key, clients.host)).toMatchObject({ code: 0 });
  writeFileSync(join(clients.home, "hello.txt"), "hello");
  expect(Bun.spawnSync(["tar", "cf", "layer.tar", "hello.txt"], { cwd: clients.home }).exitCode).toBe(0);
  expect(await clients.podman("import", "layer.tar", "scratch:1")).toMatchObject({ code: 0 });
  const inbox = clients.nameOf(project.repository("inbox"));
  expect(await clients.podman("push", "--tls-verify=false", "scratch:1", `docker://${inbox}:image`)).toMatchObject({ code: 0 });
  const result = await settled("image");
  expect([result.status, result.changesetId]).toEqual(["refused", null]);
  expect(result.reason).toContain("no OCI image manifest"); // podman makes images of the older kind
  await eventually(async () => expect(await registry.listTags(project.repository("inbox"))).not.toContain("image"));

  // An image where the service keeps its own, as a build would leave it.
  const { out } = await clients.podman("save", "--format", "oci-dir", "-o", join(clients.home, "image"), "scratch:1");
  expect(out).toBeDefined();
  await copyLayout(join(clients.home, "image"), project.repository("spark"), "image");
  await clients.podman("rmi", "--all", "--force");
  expect(await clients.podman("pull", "--tls-verify=false", `docker://${clients.nameOf(project.repository("spark"))}:image`)).toMatchObject(
    { code: 0 },
  );
}, 60_000);

/** Puts an OCI layout into a repository that clients cannot write. */
async function copyLayout(folder: string, repository: string, tag: string) {
  const index = await Bun.file(join(folder, "index.json")).json();
  const blob = (digest: string) => Bun.file(join(folder, "blobs", "sha256", digest.slice("sha256:".length)));
  const manifest = await blob(index.manifests[0].digest).json();
  for (const { digest } of [manifest.config, ...manifest.layers])
    await registry.blobs.push(repository, await blob(digest).bytes(), { digest });
  await registry.pushManifest(repository, manifest, tag);
}

test("a key that may not write files, and a pusher whom nobody knows, are told so, and nothing changes", async () => {
  const own = await testProject();
  await logIn(own.member, ["asset.read", "asset.write"]);
  expect(await push(writeLayout("scopes", { "a.txt": text("a") }), own.repository("inbox"), "scopes")).toMatchObject({ code: 0 });
  expect((await settled("scopes", own)).status).toBe("refused");

  const inbox = own.repository("inbox");
  const blob = await registry.blobs.push(inbox, text("b"));
  const layers = [{ mediaType: "text/plain", ...blob, annotations: { [TITLE]: "b.txt" } }];
  await registry.pushManifest(inbox, artifactManifest({ artifactType: ASSET_ARTIFACT_TYPE, layers }), "nobody");
  expect(await settled("nobody", own)).toMatchObject({ status: "refused", author: null });
  const { body } = await own.viewer.get(`/api/files?projectId=${own.projectId}`).expect(200, page(File));
  expect(body.items).toEqual([]);
  await own.outsider.get(`/api/assets/registry/pushes?projectId=${own.projectId}`).expectError(404, "workspace.not_found");
}, 60_000);

test("a push that the project has no room for is refused with the reason, and nothing of it is kept", async () => {
  const own = await testProject();
  await own.member.post("/api/files", { projectId: own.projectId, path: "large.txt", content: "large" }).expect(201);
  const room = 100;
  await database()`update slate_files set size = ${20 * 1024 ** 3 - room} where project_id = ${own.projectId}`;
  await logIn(own.member);
  const layout = writeLayout("quota", { "a.txt": text("a"), "more.bin": crypto.getRandomValues(new Uint8Array(room)) });
  expect(await push(layout, own.repository("inbox"), "quota")).toMatchObject({ code: 0 });
  const result = await settled("quota", own);
  expect([result.status, result.changesetId, result.reason]).toEqual(["refused", null, expect.stringContaining("at most")]);
  const { body } = await own.viewer.get(`/api/files?projectId=${own.projectId}`).expect(200, page(File));
  expect((body.items as File[]).map(({ path }) => path)).toEqual(["large.txt"]);
  await eventually(async () => expect(await registry.listTags(own.repository("inbox"))).toEqual([]));
}, 60_000);

test("what is pushed under two tags is one changeset, and both are told so", async () => {
  const own = await testProject();
  await logIn(own.member);
  const layout = writeLayout("twice", { "twice.txt": text("twice") });
  const [one, two] = await Promise.all(["one", "two"].map((tag) => push(layout, own.repository("inbox"), tag)));
  expect([one?.code, two?.code]).toEqual([0, 0]);
  const results = [await settled("one", own), await settled("two", own)];
  expect(results.map(({ status }) => status)).toEqual(["adopted", "adopted"]);
  expect(new Set(results.flatMap(({ changesetId }) => changesetId ?? [])).size).toBe(1);
}, 60_000);

test("notifications are believed from the registry alone, and one that cannot be read keeps no other waiting", async () => {
  const { ports } = testStack();
  const tell = (headers: Record<string, string>, body = '{"events":[]}') =>
    fetch(`http://127.0.0.1:${ports.assets}/internal/registry/events`, { method: "POST", body, headers });
  expect((await tell({})).status).toBe(401);
  expect((await tell({ Authorization: "Bearer guess" })).status).toBe(401);
  expect((await tell({ Authorization: `Bearer ${testStack().secrets.registryEvents}` })).status).toBe(204);
  const secret = { Authorization: `Bearer ${testStack().secrets.registryEvents}` };
  for (const body of ["", "{", '{"events":[{"timestamp":"then","action":"push","target":{}}]}'])
    expect((await tell(secret, body)).status).toBe(204);
  await project.anonymous.post("/internal/registry/events", { events: [] }).expect(404);
});
