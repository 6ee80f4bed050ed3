import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type AssetDetail, BulkResult, Hierarchy, MergedAssets, SemanticDiff } from "@slate/schema/api";
import { connect } from "nats";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { type Deps, openDeps } from "./deps.ts";
import { newId, seed } from "./graph/testing/index.ts";
import { ingestBatch } from "./ingest/ingest-batch.ts";
import {
  assetAt,
  type Client,
  caughtUp,
  change,
  closeSql,
  create,
  createClient,
  eventually,
  fileAt,
  guid,
  INGEST_WITHIN_MS,
  material,
  meta,
  sqlAsOwner,
  type TestProject,
  testProject,
  testStack,
  yaml,
} from "./testing/index.ts";

setDefaultTimeout(60_000);

const opened: { deps: Deps; stop: () => Promise<void> }[] = [];
afterAll(async () => {
  for (const { deps, stop } of opened) {
    await stop();
    await deps.renderer.close();
    await deps.close();
  }
  await closeSql();
});

/** The same app over the same servers as the test stack's, with limits small enough to reach. */
function limited(project: TestProject, limits: Record<string, number>): { deps: Deps; client: Client } {
  const texts = Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, String(value)]));
  const deps = openDeps(readConfig({ ...testStack().services.assets, LOG_LEVEL: "silent", ...texts }));
  const app = createApp(deps);
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => app.fetch(request) });
  opened.push({ deps, stop: () => server.stop(true) });
  return { deps, client: createClient(server.url.href, project.member.headers) };
}

const PREFAB = "Assets/Large.prefab";
const VARIANT = "Assets/Variant.prefab";
const PICTURE = "Assets/Wall.png";
const PAINT = "Assets/Paint.mat";
const [LARGE_GUID, VARIANT_GUID, PICTURE_GUID, PAINT_GUID] = ["1a", "2b", "3c", "4d"].map(guid) as [string, string, string, string];
const LARGE_BYTES = 5000;
/** GameObjects with nothing in them, named by their ids and a suffix. */
const objects = (count: number, suffix = "") =>
  yaml(
    ...Array.from({ length: count }, (_, i): [number, string, string, string] => [
      1,
      String(i + 1),
      "GameObject",
      `  m_Name: ${i + 1}${suffix}\n`,
    ]),
  );

let project: TestProject;
beforeAll(async () => {
  project = await testProject();
  const variant = `  m_Modification:
    m_TransformParent: {fileID: 0}
    m_Modifications: []
    m_RemovedComponents: []
  m_SourcePrefab: {fileID: 100100000, guid: ${LARGE_GUID}, type: 3}
`;
  await create(project.member, project.projectId, {
    [PREFAB]: objects(LARGE_BYTES / 50),
    [`${PREFAB}.meta`]: meta(LARGE_GUID),
    [VARIANT]: yaml([1001, "500", "PrefabInstance", variant]),
    [`${VARIANT}.meta`]: meta(VARIANT_GUID),
    [PICTURE]: "no picture",
    [`${PICTURE}.meta`]: meta(PICTURE_GUID, `TextureImporter:\n${"  padding: 1\n".repeat(LARGE_BYTES / 10)}`),
    [PAINT]: material(PICTURE_GUID),
    [`${PAINT}.meta`]: meta(PAINT_GUID),
  });
  await caughtUp(project.member, project.projectId);
});
const asset = (path: string) => assetAt(project.member, project.projectId, path);

test("a file or .meta that is too large becomes an asset with a warning, and the others are taken apart", async () => {
  const { member, projectId, id: workspaceId } = await testProject();
  await create(member, projectId, {
    [PREFAB]: objects(LARGE_BYTES / 50),
    [`${PREFAB}.meta`]: meta(LARGE_GUID),
    [PICTURE]: "no picture",
    [`${PICTURE}.meta`]: meta(PICTURE_GUID, `TextureImporter:\n${"  padding: 1\n".repeat(LARGE_BYTES / 10)}`),
    [PAINT]: material(PICTURE_GUID),
    [`${PAINT}.meta`]: meta(PAINT_GUID),
  });
  const found = await Promise.all([PREFAB, PICTURE, PAINT].map((path) => assetAt(member, projectId, path)));
  const fileIds = found.flatMap(({ fileId, metaFileId }) => [fileId ?? "", metaFileId ?? ""]);
  const { deps } = limited(project, { PARSE_LIMIT_BYTES: 2000 });
  await ingestBatch(deps, { workspaceId, projectId }, { fileIds, redo: new Set(fileIds) }, async () => null);
  const [prefab, picture, paint] = await Promise.all([PREFAB, PICTURE, PAINT].map((path) => assetAt(member, projectId, path)));
  const codesOf = (one: AssetDetail | undefined) => one?.warningList.map(({ code }) => code);
  expect(codesOf(prefab)).toEqual(["file.too_large"]);
  expect(prefab).toMatchObject({ type: "prefab", guid: LARGE_GUID, counts: { components: 0 } });
  expect(codesOf(picture)).toContain("meta.too_large");
  expect(codesOf(paint)).toEqual([]);
  expect(paint?.counts.components).toBe(1);
});

test("a file too large to show is refused, and a comparison says that it cannot be made", async () => {
  const { client } = limited(project, { INSPECT_LIMIT_BYTES: 2000 });
  const { id, fileId } = await asset(PREFAB);
  await client.get(`/api/assets/${id}/hierarchy`).expectError(413, "asset.too_large");
  await client.get(`/api/assets/${id}/objects/1`).expectError(413, "asset.too_large");
  const edits = [{ do: "set", localId: "1", path: "m_Name", value: "x" }];
  await client.patch(`/api/assets/${id}/properties`, { edits }, { "If-Match": "*" }).expectError(413, "asset.too_large");
  const { body } = await client.get(`/api/assets/diff?fileId=${fileId}&from=0&to=1`).expect(200, SemanticDiff);
  expect(body).toMatchObject({ readable: false, changes: [] });
});

test("prefabs that are too much together are left out of what is shown, with a warning", async () => {
  const { id } = await asset(VARIANT);
  const treeWith = async (limits: Record<string, number>) =>
    (await limited(project, limits).client.get(`/api/assets/${id}/hierarchy`).expect(200, Hierarchy)).body;
  const codesOf = ({ warnings }: Hierarchy) => warnings.map(({ code }) => code);
  expect(codesOf(await treeWith({ INSPECT_SOURCES_LIMIT_BYTES: 2000 }))).toContain("prefab.missing");
  expect(codesOf(await treeWith({ INSPECT_LIMIT_BYTES: 2000 }))).toContain("prefab.missing");
  expect(codesOf(await treeWith({}))).not.toContain("prefab.missing");
});

test("more files than can be taken apart at once are refused for a moment, and those before them are shown", async () => {
  const { id } = await asset(PREFAB);
  const { client } = limited(project, { INSPECT_CONCURRENCY: 1, INSPECT_QUEUE: 1 });
  const answers = await Promise.all(Array.from({ length: 12 }, () => client.get(`/api/assets/${id}/hierarchy`)));
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  expect(answers.find(({ status }) => status === 503)?.headers.get("retry-after")).toBe("1");
  await client.get(`/api/assets/${id}/hierarchy`).expect(200);
});

test("a merge of more conflicts than anybody can decide is refused", async () => {
  const { member, projectId } = await testProject();
  const path = "Assets/Many.prefab";
  const COUNT = 5001;
  await create(member, projectId, { [path]: objects(COUNT) });
  const { id: fileId } = await fileAt(member, projectId, path);
  await change(member, projectId, [{ op: "edit", fileId, content: objects(COUNT, " ours") }]);
  const merge = (theirs: string) => member.post("/api/assets/merge", { fileId, base: 1, ours: 2, theirs });
  await merge(objects(COUNT, " theirs")).expectError(422, "asset.merge_too_large");
  const { body } = await merge(objects(COUNT)).expect(200, MergedAssets);
  expect(body.conflicts).toEqual([]);
});

test("a search that takes too long is too broad, and a graph that does is for later", async () => {
  const { projectId, ...space } = await testProject();
  const [holder, target] = [newId(), newId()];
  await seed(space, projectId, {
    assets: [
      { id: holder, path: "Assets/Holder.prefab", type: "prefab" },
      { id: target, path: "Assets/Target.mat", type: "material" },
    ],
    components: Array.from({ length: 20_000 }, (_, i) => ({ asset: holder, type: "Rigidbody", properties: { m_Name: `hay ${i}` } })),
    references: Array.from({ length: 20_000 }, () => ({ from: holder, to: target })),
  });
  const { client } = limited({ ...space, projectId }, { COMPONENT_SEARCH_TIMEOUT_MS: 1, GRAPH_LOAD_TIMEOUT_MS: 1 });
  await client.get(`/api/assets/components?projectId=${projectId}&q=needle`).expectError(422, "asset.search_too_broad");
  await client.get(`/api/assets/health?projectId=${projectId}`).expectError(503, "server.unavailable");
  await space.member.get(`/api/assets/components?projectId=${projectId}&q=needle`).expect(200);
  await space.member.get(`/api/assets/health?projectId=${projectId}`).expect(200);
});

/** Takes the pictures of a project away, once it has them: the service that follows assets does not look again. */
async function forgetPictures(projectId: string, path: string): Promise<void> {
  await eventually(async () => expect((await assetAt(project.member, projectId, path)).previewable).toBe(true), 20_000);
  await sqlAsOwner()`delete from slate_asset_previews where project_id = ${projectId}`;
}

test("a picture that is not ready in time is announced when it is", async () => {
  const { id } = await asset(PAINT);
  await forgetPictures(project.projectId, PAINT);
  const { client } = limited(project, { PREVIEW_WAIT_MS: 1 });
  const { natsUrl, secrets } = testStack();
  const connection = await connect({ servers: natsUrl.replace("nats://", ""), user: "admin", pass: secrets.nats.admin });
  const told = Promise.withResolvers<unknown>();
  connection.subscribe(`slate.${project.id}.asset.previewed`, { max: 1, callback: (_, message) => told.resolve(message.json()) });
  await connection.flush();
  const pending = await client.get(`/api/assets/${id}/preview`).expectError(404, "preview.pending");
  expect(pending.headers.get("retry-after")).toBe("5");
  expect(await told.promise).toMatchObject({ type: "asset.previewed", data: { assetIds: [id], count: 1 } });
  await connection.close();
  await project.member.get(`/api/assets/${id}/preview`).expect(200);
});

test("a file too large for a picture has none, and says why", async () => {
  const { id } = await asset(PAINT);
  await forgetPictures(project.projectId, PAINT);
  const { client } = limited(project, { PREVIEW_SOURCE_LIMIT_BYTES: 10 });
  const { body } = await client.get(`/api/assets/${id}/preview`).expectError(404, "preview.failed");
  expect(body.error.details).toEqual({ code: "image.too_large" });
});

test("nothing is deleted while the assets are behind their files, since not all users are known then", async () => {
  const { member, projectId, ...space } = await testProject();
  await create(member, projectId, { [PAINT]: material(PICTURE_GUID), [`${PAINT}.meta`]: meta(PAINT_GUID) });
  const { id } = await assetAt(member, projectId, PAINT);
  const { client } = limited({ ...space, member, projectId }, { CATCH_UP_WAIT_MS: 1 });
  const remove = (who: Client) => who.post("/api/assets/bulk", { projectId, ids: [id], action: { do: "delete" } });
  await sqlAsOwner()`update slate_asset_states set changeset_id = null where project_id = ${projectId}`;
  const refused = await remove(client).expectError(409, "asset.behind");
  expect(refused.headers.get("retry-after")).toBe("5");
  await client.post("/api/assets/impact", { projectId, ids: [id] }).expectError(409, "asset.behind");
  await create(member, projectId, { "Assets/after.txt": "" });
  await eventually(() => remove(client).expect(200, BulkResult), INGEST_WITHIN_MS);
});
