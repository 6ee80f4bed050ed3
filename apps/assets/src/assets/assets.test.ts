import { beforeAll, expect, test } from "bun:test";
import { type Asset, AssetDetail, AssetFacets, AssetVersion, BulkResult, Collection, type File, Impact, page } from "@slate/schema/api";
import {
  assetAt,
  assetsOf,
  caughtUp,
  change,
  componentsOf,
  create,
  createProject,
  folderMeta,
  guid,
  listAll,
  material,
  meta,
  referencesOf,
  type TestProject,
  testProject,
  usesOf,
} from "../testing/index.ts";

const LONG_MS = 60_000;
const [BRICK, STONE, WALL, ART, LOST] = ["b1", "50", "aa", "a7", "105"].map(guid) as [string, string, string, string, string];

/** A project with a folder, two pictures, two materials that use one of them, and one that uses what is not there. */
let shared: TestProject;
const FILES = {
  "ProjectSettings/ProjectVersion.txt": "m_EditorVersion: 2022.3.1f1\n",
  "Assets/Art.meta": folderMeta(ART),
  "Assets/Art/Brick.png": "brick",
  "Assets/Art/Brick.png.meta": meta(BRICK, "TextureImporter:\n  maxTextureSize: 64\n"),
  "Assets/Art/Stone.png": "a larger stone",
  "Assets/Art/Stone.png.meta": meta(STONE),
  "Assets/Wall.mat": material(BRICK),
  "Assets/Wall.mat.meta": meta(WALL),
  "Assets/Lost.mat": material(guid("dead")),
  "Assets/Lost.mat.meta": meta(LOST),
  "docs/notes.txt": "notes",
};
async function furnished(): Promise<TestProject> {
  const project = await testProject();
  await create(project.member, project.projectId, FILES);
  await caughtUp(project.member, project.projectId);
  return project;
}
beforeAll(async () => {
  shared = await furnished();
}, LONG_MS);

const paths = (assets: Pick<Asset, "path">[]) => assets.map(({ path }) => path);
const find = async (query: string) => paths(await listAll<Asset>(shared.viewer, `/api/assets?projectId=${shared.projectId}&${query}`));

test("assets are filtered by everything that a facet counts, and by what is wrong with them", async () => {
  const all = ["Assets/Art", "Assets/Art/Brick.png", "Assets/Art/Stone.png", "Assets/Lost.mat", "Assets/Wall.mat"];
  expect(await find("")).toEqual([...all, "ProjectSettings/ProjectVersion.txt", "docs/notes.txt"]);
  expect(await find("type=material,folder")).toEqual(["Assets/Art", "Assets/Lost.mat", "Assets/Wall.mat"]);
  expect(await find("folder=Assets/Art")).toEqual(["Assets/Art/Brick.png", "Assets/Art/Stone.png"]);
  expect(await find("q=ART/b")).toEqual(["Assets/Art/Brick.png"]);
  expect(await find("q=%25")).toEqual([]);
  expect(await find(`q=${WALL.toUpperCase()}`)).toEqual(["Assets/Wall.mat"]);
  expect(await find("problem=missing-reference")).toEqual(["Assets/Lost.mat"]);
  expect(await find("problem=missing-script")).toEqual([]);
  expect(await find("problem=duplicate-guid")).toEqual([]);
  expect(await find("problem=unused")).toEqual(["Assets/Art/Brick.png", "Assets/Art/Stone.png", "Assets/Lost.mat", "Assets/Wall.mat"]);
  expect(await find("unityProject=")).toEqual([...all, "ProjectSettings/ProjectVersion.txt", "docs/notes.txt"]);
  expect(await find("type=material&folder=Assets/Art")).toEqual([]);
});

test("facets count what the other parts of the filter leave", async () => {
  const facets = async (query: string) => {
    const { body } = await shared.viewer.get(`/api/assets/facets?projectId=${shared.projectId}&${query}`).expect(200, AssetFacets);
    const counted = (list: { value: string; count: number }[]) => Object.fromEntries(list.map(({ value, count }) => [value, count]));
    return { ...body, type: counted(body.type), folder: counted(body.folder) };
  };
  const all = await facets("");
  expect(all.total).toEqual({
    count: 7,
    bytes: Object.entries(FILES).reduce((sum, [path, text]) => sum + (path.endsWith(".meta") ? 0 : text.length), 0),
  });
  expect(all.type).toEqual({ material: 2, texture: 2, text: 1, settings: 1, folder: 1 });
  expect(all.folder).toEqual({ Assets: 5, ProjectSettings: 1, docs: 1 });
  const some = await facets("type=texture&folder=Assets");
  expect([some.total.count, some.folder, some.type]).toEqual([2, { Art: 2 }, { material: 2, texture: 2, folder: 1 }]);
  expect(all.state.changesetId).toBe(all.state.latestChangesetId as string);
});

test(
  "pages follow each other without gap or repetition in every order",
  async () => {
    for (const sort of ["path", "name", "size", "updated", "type"])
      for (const order of ["asc", "desc"]) {
        const query = `/api/assets?projectId=${shared.projectId}&sort=${sort}&order=${order}`;
        const whole = paths(await listAll<Asset>(shared.viewer, query));
        expect([sort, order, paths(await listAll<Asset>(shared.viewer, query, 2))]).toEqual([sort, order, whole]);
        expect(new Set(whole).size).toBe(7);
      }
    expect((await find("sort=size&order=desc")).slice(0, 2).sort()).toEqual(["Assets/Lost.mat", "Assets/Wall.mat"]);
    await shared.viewer.get(`/api/assets?projectId=${shared.projectId}&cursor=nonsense`).expectError(400, "request.invalid");
  },
  LONG_MS,
);

test("an asset is found by id and by guid, with its parts, what it names, where it is used and what it was", async () => {
  const { viewer, member, projectId } = shared;
  const { body: brick } = await viewer.get(`/api/assets/by-guid/${BRICK}?projectId=${projectId}`).expect(200, AssetDetail);
  expect(brick).toMatchObject({
    path: "Assets/Art/Brick.png",
    name: "Brick",
    type: "texture",
    mainLocalId: "2800000",
    uses: 1,
    metadata: { importer: "TextureImporter", importerSettings: { maxTextureSize: 64 } },
    counts: { components: 0, references: 0, missing: 0, usedBy: 1, versions: 1 },
  });
  const wall = await assetAt(viewer, projectId, "Assets/Wall.mat");
  expect((await usesOf(viewer, brick.id)).map(({ from, path }) => [from.id, from.localId, path])).toEqual([
    [wall.id, "2100000", "m_Texture"],
  ]);
  expect((await componentsOf(viewer, wall.id)).map(({ type, name, properties }) => [type, name, typeof properties])).toEqual([
    ["Material", "Paint", "object"],
  ]);
  const lost = await assetAt(viewer, projectId, "Assets/Lost.mat");
  expect(lost.counts).toMatchObject({ references: 1, missing: 1 });
  expect((await referencesOf(viewer, lost.id))[0]).toMatchObject({ resolved: false, to: { guid: guid("dead"), asset: null } });
  const { body: versions } = await viewer.get(`/api/assets/${wall.id}/versions`).expect(200, page(AssetVersion));
  expect(versions.items).toMatchObject([
    { version: 1, fileVersion: 1, metaVersion: 1, author: { id: member.userId }, path: "Assets/Wall.mat" },
  ]);
  await viewer.get(`/api/assets/by-guid/${guid("dead")}?projectId=${projectId}`).expectError(404, "asset.not_found");
});

test(
  "labels are replaced with If-Match, outlive changes of the file, and many are changed at once",
  async () => {
    const { member, viewer, projectId } = await furnished();
    const wall = await assetAt(member, projectId, "Assets/Wall.mat");
    const { headers } = await member.get(`/api/assets/${wall.id}`).expect(200);
    const path = `/api/assets/${wall.id}`;
    await member.patch(path, { labels: ["x"] }).expectError(428, "request.if_match_required");
    await viewer.patch(path, { labels: ["x"] }, { "If-Match": "*" }).expectError(403, "auth.forbidden");
    const changed = await member
      .patch(path, { labels: ["b", "a", "b"] }, { "If-Match": headers.get("etag") ?? "" })
      .expect(200, AssetDetail);
    expect(changed.body).toMatchObject({ labels: ["a", "b"], version: 1 });
    await member.patch(path, { labels: [] }, { "If-Match": headers.get("etag") ?? "" }).expectError(412, "request.stale");

    const ids = (await assetsOf(member, projectId)).map(({ id }) => id);
    const bulk = { projectId, ids, action: { do: "label", add: ["c"], remove: ["a"] } };
    const key = { "Idempotency-Key": crypto.randomUUID() };
    const { body } = await member.post("/api/assets/bulk", bulk, key).expect(200, BulkResult);
    expect(body).toEqual({ changed: ids.length, changesetId: null });
    expect((await member.post("/api/assets/bulk", bulk, key).expect(200, BulkResult)).body).toEqual(body);
    expect((await member.post("/api/assets/bulk", bulk).expect(200, BulkResult)).body.changed).toBe(0);
    await change(member, projectId, [{ op: "edit", fileId: wall.fileId, content: material(STONE) }]);
    expect(await assetAt(member, projectId, "Assets/Wall.mat")).toMatchObject({ labels: ["b", "c"], version: 2 });
    expect(paths(await listAll(member, `/api/assets?projectId=${projectId}&label=b`))).toEqual(["Assets/Wall.mat"]);

    const many = Array.from({ length: 50 }, (_, i) => `l${i}`);
    const tooMany = { projectId, ids: [wall.id], action: { do: "label", add: many } };
    await member.post("/api/assets/bulk", tooMany).expectError(422, "asset.too_many_labels");
    const elsewhere = { ...bulk, projectId: await createProject(member) };
    await member.post("/api/assets/bulk", elsewhere).expectError(404, "asset.not_found");
  },
  LONG_MS,
);

test(
  "collections keep assets together: named once per project, changed with If-Match, counted without what is deleted",
  async () => {
    const { member, projectId } = await furnished();
    const make = (name: string) => member.post("/api/assets/collections", { projectId, name });
    const { body: made, headers } = await make("Walls").expect(201, Collection);
    expect([headers.get("etag"), headers.get("location")]).toEqual(['"1"', `/api/assets/collections/${made.id}`]);
    await make("WALLS").expectError(409, "collection.name_taken");
    const { body: other } = await make("Floors").expect(201, Collection);
    const at = `/api/assets/collections/${made.id}`;
    await member.patch(at, { name: "floors" }, { "If-Match": '"1"' }).expectError(409, "collection.name_taken");
    await member.patch(at, { name: "Brick walls" }, { "If-Match": '"2"' }).expectError(412, "request.stale");
    expect((await member.patch(at, { name: "Brick walls" }, { "If-Match": '"1"' }).expect(200, Collection)).body).toMatchObject({
      version: 2,
    });

    const [brick, wall] = [await assetAt(member, projectId, "Assets/Art/Brick.png"), await assetAt(member, projectId, "Assets/Wall.mat")];
    const bulk = (action: object) => member.post("/api/assets/bulk", { projectId, ids: [brick.id, wall.id], action });
    expect((await bulk({ do: "collect", collectionId: made.id }).expect(200, BulkResult)).body.changed).toBe(2);
    expect((await bulk({ do: "collect", collectionId: made.id }).expect(200, BulkResult)).body.changed).toBe(0);
    expect(paths(await listAll(member, `/api/assets?projectId=${projectId}&collection=${made.id}`))).toEqual([brick.path, wall.path]);
    expect((await assetAt(member, projectId, wall.path)).collections).toEqual([{ id: made.id, name: "Brick walls" }]);
    await change(
      member,
      projectId,
      [brick.fileId, brick.metaFileId].map((fileId) => ({ op: "delete", fileId })),
    );
    await caughtUp(member, projectId);
    const listed = await listAll<Collection>(member, `/api/assets/collections?projectId=${projectId}`, 1);
    expect(listed.map(({ name, count }) => [name, count])).toEqual([
      ["Brick walls", 1],
      ["Floors", 0],
    ]);
    expect((await bulk({ do: "uncollect", collectionId: made.id })).status).toBe(404);
    await member.delete(`/api/assets/collections/${other.id}`, undefined, { "If-Match": '"1"' }).expect(204);
    await member.get(`/api/assets/collections/${other.id}`).expectError(404, "collection.not_found");
    const gone = { projectId, ids: [wall.id], action: { do: "collect", collectionId: other.id } };
    await member.post("/api/assets/bulk", gone).expectError(404, "collection.not_found");
  },
  LONG_MS,
);

test(
  "assets move and go with their metas as one changeset, and what is used goes only when that was seen",
  async () => {
    const { member, projectId } = await furnished();
    const at = (path: string) => assetAt(member, projectId, path);
    const [art, brick, wall] = [await at("Assets/Art"), await at("Assets/Art/Brick.png"), await at("Assets/Wall.mat")];
    const bulk = (ids: string[], action: object) => member.post("/api/assets/bulk", { projectId, ids, action });
    const moved = await bulk([art.id, brick.id, wall.id], { do: "move", folder: "Assets/Old", message: "tidy" }).expect(200, BulkResult);
    expect(moved.body.changed).toBe(3);
    expect(moved.body.changesetId).toBeString();
    expect(paths(await assetsOf(member, projectId)).slice(0, 5)).toEqual([
      "Assets/Lost.mat",
      "Assets/Old/Art",
      "Assets/Old/Art/Brick.png",
      "Assets/Old/Art/Stone.png",
      "Assets/Old/Wall.mat",
    ]);
    expect(await at("Assets/Old/Art/Brick.png")).toMatchObject({ id: brick.id, uses: 1 });
    expect((await bulk([wall.id], { do: "move", folder: "Assets/Old" }).expect(200, BulkResult)).body).toEqual({
      changed: 0,
      changesetId: null,
    });

    const remove = { do: "delete", message: "" };
    await bulk([art.id], remove).expectError(409, "asset.confirmation_required");
    const { body: impact } = await member.post("/api/assets/impact", { projectId, ids: [art.id] }).expect(200, Impact);
    expect(impact.direct.assets.map(({ id }) => id)).toEqual([wall.id]);
    await bulk([art.id], { ...remove, confirm: "something else" }).expectError(409, "asset.confirmation_required");
    await bulk([art.id], { ...remove, confirm: impact.confirmation }).expect(200, BulkResult);
    expect(paths(await assetsOf(member, projectId)).slice(0, 2)).toEqual(["Assets/Lost.mat", "Assets/Old/Wall.mat"]);
    const files = await listAll<File>(member, `/api/files?projectId=${projectId}&prefix=Assets/Old`);
    expect(files.map(({ path }) => path)).toEqual(["Assets/Old/Wall.mat", "Assets/Old/Wall.mat.meta"]);
    await bulk([wall.id], remove).expect(200, BulkResult);
    await caughtUp(member, projectId);
    await bulk([wall.id], remove).expectError(404, "asset.not_found");
  },
  LONG_MS,
);

test(
  "an administrator has assets made anew: they keep their ids, labels and versions",
  async () => {
    const { admin, member, projectId } = await furnished();
    const wall = await assetAt(member, projectId, "Assets/Wall.mat");
    await member.patch(`/api/assets/${wall.id}`, { labels: ["kept"] }, { "If-Match": "*" }).expect(200);
    await member.post("/api/assets/rebuild", { projectId }).expectError(403, "auth.forbidden");
    await admin.post("/api/assets/rebuild", { projectId }).expect(202);
    await create(member, projectId, { "Assets/after.txt": "" });
    await assetAt(member, projectId, "Assets/after.txt");
    expect(await assetAt(member, projectId, "Assets/Wall.mat")).toMatchObject({ id: wall.id, labels: ["kept"], version: 1 });
  },
  LONG_MS,
);
