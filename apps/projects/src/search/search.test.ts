import { expect, test } from "bun:test";
import { type SearchHit, SearchResult } from "@slate/schema/api";
import {
  type Client,
  change,
  createFile,
  createProject,
  eventually,
  type TestProject,
  testProject,
  testWorkspace,
  writeFile,
} from "../testing/index.ts";

const SEARCHABLE_WITHIN_MS = 5000;

async function find(client: Client, q: string, more: Record<string, string> = {}): Promise<SearchResult> {
  const { body } = await client.get(`/api/search?${new URLSearchParams({ q, ...more })}`).expect(200, SearchResult);
  return body;
}
const paths = (result: SearchResult) => result.items.map((hit) => hit.path);
const eventuallyFinds = (client: Client, q: string, expected: string[]) =>
  eventually(async () => expect(paths(await find(client, q))).toEqual(expected), SEARCHABLE_WITHIN_MS);

async function withFiles(files: Record<string, string>): Promise<TestProject> {
  const project = await testProject();
  const steps = Object.entries(files).map(([path, content]) => ({ op: "create", path, content }));
  await change(project.member, project.projectId, [...steps, { op: "create", path: "zz/sentinel.txt", content: "sentinelword" }]);
  await eventuallyFinds(project.member, "sentinelword", ["zz/sentinel.txt"]);
  return project;
}

test("what is saved is found within five seconds: new, changed, moved, deleted and restored", async () => {
  const { member, projectId } = await testProject();
  const file = await createFile(member, projectId, "Assets/Harbour.cs", "class Lighthouse {}");
  await eventuallyFinds(member, "lighthouse", ["Assets/Harbour.cs"]);

  await writeFile(member, file.id, 1, "class Breakwater {}").expect(200);
  await eventuallyFinds(member, "breakwater", ["Assets/Harbour.cs"]);
  expect(paths(await find(member, "lighthouse"))).toEqual([]);

  await member.patch(`/api/files/${file.id}`, { path: "Assets/Quay.cs" }, { "If-Match": '"2"' }).expect(200);
  await eventuallyFinds(member, "breakwater", ["Assets/Quay.cs"]);
  expect(paths(await find(member, "harbour"))).toEqual([]);

  await member.delete(`/api/files/${file.id}`, undefined, { "If-Match": '"3"' }).expect(200);
  await eventuallyFinds(member, "breakwater", []);
  await member.post(`/api/files/${file.id}/restore`).expect(200);
  await eventuallyFinds(member, "breakwater", ["Assets/Quay.cs"]);
});

test("exact names come before names, names before folders, and text comes last", async () => {
  const { member } = await withFiles({
    "Assets/Notes.md": "The player walks.",
    "Assets/Player/Idle.anim": "",
    "Assets/Scripts/Player.cs": "",
    "Assets/Scripts/PlayerController.cs": "",
  });
  expect(paths(await find(member, "player"))).toEqual([
    "Assets/Scripts/Player.cs",
    "Assets/Scripts/PlayerController.cs",
    "Assets/Player/Idle.anim",
    "Assets/Notes.md",
  ]);
});

test("names are found by their parts, by their beginnings and despite typing errors", async () => {
  const { member } = await withFiles({ "Assets/Scripts/PlayerController2.cs": "", "Assets/Art/stone_wall.mat": "", "HUDText.prefab": "" });
  const [player, wall, hud] = ["Assets/Scripts/PlayerController2.cs", "Assets/Art/stone_wall.mat", "HUDText.prefab"];
  for (const q of ["controller", "Player Controller", "playercontroller2", "PLAYERCON", "playercontroler", "controler", "plaeyr"])
    expect([q, paths(await find(member, q))]).toEqual([q, [player]]);
  for (const q of ["wall", "stone_wall", "stone wal", "stoen"]) expect([q, paths(await find(member, q))]).toEqual([q, [wall]]);
  for (const q of ["hud", "text", "HUDTe"]) expect([q, paths(await find(member, q))]).toEqual([q, [hud]]);
  expect(paths(await find(member, "xylophone"))).toEqual([]);
});

test("what has the very words comes before names that are only like them", async () => {
  const { member } = await withFiles({ "a/Transports.cs": "", "b/Motion.cs": "transform" });
  expect(paths(await find(member, "transform"))).toEqual(["b/Motion.cs", "a/Transports.cs"]);
});

test("text is found by identifiers inside expressions, by guid, and shown with its matches marked", async () => {
  const { member } = await withFiles({
    "a.cs": "void Update() {\n  transform.position += velocity * 0.5f;\n}",
    "a.cs.meta": "fileFormatVersion: 2\nguid: 5e8f9a0c1b2d4e6f8a9b0c1d2e3f4a5b\n",
    "é.txt": "Une ÉCOLE à Zürich",
  });
  const [hit] = (await find(member, "position")).items;
  expect(hit?.snippet).toBe("void Update() { transform.«position» += velocity * 0.5f; }");
  expect(paths(await find(member, "5e8f9a0c1b2d4e6f8a9b0c1d2e3f4a5b"))).toEqual(["a.cs.meta"]);
  expect(paths(await find(member, "guid: 5e8f9a0c"))).toEqual(["a.cs.meta"]);
  expect((await find(member, "école")).items.map((found) => found.snippet)).toEqual(["Une «ÉCOLE» à Zürich"]);
  expect(paths(await find(member, "position nowhere"))).toEqual([]);
  expect(paths(await find(member, "()!&|:*'"))).toEqual([]);
});

test("facets count all hits, and each is a filter", async () => {
  const { member } = await withFiles({
    "Assets/gull.cs": "",
    "Assets/gull.png": "",
    "Assets/Sub/gull2.cs": "",
    "Packages/gull.cs": "",
    "gull.md": "",
  });
  const all = await find(member, "gull", { limit: "2" });
  expect(all.items).toHaveLength(2);
  expect(Object.fromEntries(all.facets.folder.map(({ value, count }) => [value, count]))).toEqual({ Assets: 3, Packages: 1, "": 1 });
  const scripts = await find(member, "gull", { type: "text/x-csharp", folder: "Assets" });
  expect(paths(scripts).sort()).toEqual(["Assets/Sub/gull2.cs", "Assets/gull.cs"]);
  expect(all.facets.type.find(({ value }) => value === "text/x-csharp")?.count).toBe(3);
  expect(paths(await find(member, "gull", { folder: "" }))).toEqual(["gull.md"]);
});

test("pages follow each other without gap or repetition, also when files come in between", async () => {
  const { member, projectId } = await withFiles(
    Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`Assets/pebble${i}.txt`, "pebble ".repeat(i % 7)])),
  );
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: SearchResult = await find(member, "pebble", { limit: "4", ...(cursor ? { cursor } : {}) });
    seen.push(...paths(page));
    cursor = page.nextCursor;
    if (seen.length === 4) {
      await createFile(member, projectId, "Assets/pebble.txt", "pebble");
      await eventually(async () => expect(paths(await find(member, "pebble"))).toContain("Assets/pebble.txt"));
    }
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((path) => path !== "Assets/pebble.txt")).toHaveLength(25);
});

test("nobody finds another workspace's files, nor those of a deleted project", async () => {
  const [mine, theirs] = await Promise.all([withFiles({ "cormorant.txt": "cormorant" }), withFiles({ "cormorant.txt": "cormorant" })]);
  const found = await find(mine.viewer, "cormorant");
  expect(found.items.map((hit: SearchHit) => hit.projectId)).toEqual([mine.projectId]);
  expect(found.facets.folder).toEqual([{ value: "", count: 1 }]);
  await mine.member.get(`/api/search?q=cormorant&projectId=${theirs.projectId}`).expectError(404, "project.not_found");

  const other = await createProject(mine.member);
  await createFile(mine.member, other, "cormorant.md", "cormorant");
  await eventually(async () => expect((await find(mine.member, "cormorant")).items).toHaveLength(2));
  expect(paths(await find(mine.member, "cormorant", { projectId: other }))).toEqual(["cormorant.md"]);
  await mine.admin.delete(`/api/projects/${other}`, undefined, { "If-Match": "*" }).expect(200);
  expect((await find(mine.member, "cormorant")).items.map((hit) => hit.projectId)).toEqual([mine.projectId]);
  await mine.admin.post(`/api/projects/${other}/restore`).expect(200);
  expect((await find(mine.member, "cormorant")).items).toHaveLength(2);
});

test("a changeset too large for its event is indexed whole", async () => {
  const { member, projectId } = await testProject();
  const files = Array.from({ length: 450 }, (_, i) => ({ op: "create", path: `Bulk/item${i}.txt`, content: `shingle ${i}` }));
  await change(member, projectId, files);
  await eventually(
    async () => expect((await find(member, "shingle")).facets.folder).toEqual([{ value: "Bulk", count: 450 }]),
    SEARCHABLE_WITHIN_MS,
  );
});

test("a search needs words and a workspace", async () => {
  const { member, outsider, anonymous } = await testWorkspace();
  await member.get("/api/search?q=").expectError(400, "request.invalid");
  await member.get("/api/search?q=a&cursor=nonsense").expectError(400, "request.invalid");
  await outsider.get("/api/search?q=a").expectError(404, "workspace.not_found");
  await anonymous.get("/api/search?q=a").expectError(401, "auth.required");
});
