import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EditedProperties, Hierarchy, InspectedObject, MergedAssets, page, SemanticDiff, Version } from "@slate/schema/api";
import {
  assetAt,
  type Client,
  change,
  create,
  fileAt,
  guid,
  material,
  meta,
  type TestProject,
  testProject,
  yaml,
} from "../testing/index.ts";
import { OWN_SAMPLE } from "../unity/testing/read-project.ts";

const FOLDER = "Assets/Skerry/Prefabs/Environment";
const VARIANT = `${FOLDER}/RockLichen.prefab`;
const BASE = `${FOLDER}/Rock.prefab`;
const ROUTE = "Assets/Skerry/Scripts/World/BoatRoute.cs";
const BOAT = `${FOLDER}/Boat.prefab`;

// Assets follow their files a moment later, many times over.
setDefaultTimeout(60_000);

let project: TestProject;
let member: Client;
beforeAll(async () => {
  project = await testProject();
  member = project.member;
  const paths = [BASE, VARIANT, BOAT, ROUTE].flatMap((path) => [path, `${path}.meta`]);
  const texts = await Promise.all(
    [...paths, "ProjectSettings/ProjectVersion.txt"].map(async (path) => [path, await readFile(join(OWN_SAMPLE, path), "utf8")]),
  );
  await create(member, project.projectId, {
    ...Object.fromEntries(texts),
    "Assets/Paint.mat": material(guid("beef")),
    "Assets/Paint.mat.meta": meta(guid("ace")),
  });
  await assetAt(member, project.projectId, VARIANT);
});

const asset = (path: string) => assetAt(member, project.projectId, path);
const hierarchyOf = async (id: string, query = ""): Promise<Hierarchy> =>
  (await project.viewer.get(`/api/assets/${id}/hierarchy${query}`).expect(200, Hierarchy)).body;
const objectOf = async (id: string, localId: string, query = ""): Promise<InspectedObject> =>
  (await project.viewer.get(`/api/assets/${id}/objects/${localId}${query}`).expect(200, InspectedObject)).body;
const textOf = async (path: string): Promise<string> => {
  const { id } = await fileAt(member, project.projectId, path);
  return (await member.get(`/api/files/${id}/content`).expect(200)).body as string;
};
const edit = (client: Client, id: string, version: number | null, edits: object[], message = "") =>
  client.patch(`/api/assets/${id}/properties`, { edits, message }, version === null ? {} : { "If-Match": `"${version}"` });
const set = (localId: string, path: string, value: unknown) => ({ do: "set", localId, path, value });
const componentOf = (tree: Hierarchy, object: string, type: string): string => {
  const found = tree.nodes.find(({ name }) => name === object)?.components.find((one) => one.type === type);
  if (!found) throw new Error(`${object} has no ${type}`);
  return found.localId;
};

describe("hierarchy and inspector", () => {
  test("a variant shows what its base has, what it adds, and without what it takes away", async () => {
    const { id } = await asset(VARIANT);
    const tree = await hierarchyOf(id);
    expect(tree).toMatchObject({ kind: "variant", assetId: id, editable: true, truncated: false, warnings: [] });
    expect(tree.nodes.map(({ name, depth, added }) => ({ name, depth, added }))).toEqual([
      { name: "RockLichen", depth: 0, added: false },
      { name: "Model", depth: 1, added: false },
      { name: "Tuft", depth: 1, added: true },
    ]);
    expect(tree.nodes[0]?.components.map(({ type, added }) => `${type}${added ? " added" : ""}`)).toEqual([
      "Transform",
      "SphereCollider added",
    ]);
    const base = await asset(BASE);
    expect(tree.names).toContainEqual({ guid: base.guid, id: base.id, path: BASE, name: "Rock", type: "prefab" });
    expect(tree.nodes[0]?.prefab).toMatchObject({ guid: base.guid, kind: "plain", isRoot: true });
  });

  test("an override is shown with what the prefab says, at every version as it was then", async () => {
    const { id } = await asset(VARIANT);
    const tree = await hierarchyOf(id);
    const root = tree.nodes[0]?.localId ?? "";
    const object = await objectOf(id, root);
    const name = object.components[0]?.properties.find(({ path }) => path === "m_Name");
    expect(name).toMatchObject({ value: "RockLichen", overridden: true, baseValue: "Rock", kind: "string" });

    const base = await asset(BASE);
    const file = await fileAt(member, project.projectId, BASE);
    const renamed = (await textOf(BASE)).replace("m_Name: Rock\n", "m_Name: Stone\n");
    await change(member, project.projectId, [{ op: "edit", fileId: file.id, content: renamed }]);
    expect((await objectOf(base.id, tree.nodes[0]?.prefab?.sourceLocalId ?? "")).name).toBe("Stone");
    const now = await objectOf(id, root);
    expect(now.components[0]?.properties.find(({ path }) => path === "m_Name")?.baseValue).toBe("Stone");
    const then = await hierarchyOf(base.id, "?version=1");
    expect(then).toMatchObject({ version: 1, editable: false });
    expect(then.nodes[0]?.name).toBe("Rock");
  });

  test("what is not there, and not for everybody, is refused", async () => {
    const { id } = await asset(VARIANT);
    await member.get(`/api/assets/${id}/objects/5`).expectError(404, "asset.object_not_found");
    await member.get(`/api/assets/${id}/hierarchy?version=99`).expectError(404, "file.version_not_found");
    await member.get(`/api/assets/${crypto.randomUUID()}/hierarchy`).expectError(404, "asset.not_found");
    await project.outsider.get(`/api/assets/${id}/hierarchy`).expectError(404, "workspace.not_found");
    const script = await hierarchyOf((await asset(ROUTE)).id);
    expect(script).toMatchObject({ kind: "other", nodes: [], objects: [], editable: false });
  });
});

describe("edits", () => {
  test("change one value of the file, as a changeset with its message; all other bytes stay", async () => {
    const { id } = await asset(BOAT);
    const before = await textOf(BOAT);
    const tree = await hierarchyOf(id);
    const route = componentOf(tree, "Boat", "BoatRoute");
    const { body, headers } = await edit(member, id, tree.version, [set(route, "metresPerSecond", 7.25)], "Faster").expect(
      200,
      EditedProperties,
    );
    expect(body.file.version).toBe(tree.version + 1);
    expect(headers.get("etag")).toBe(`"${body.file.version}"`);
    expect(await textOf(BOAT)).toBe(before.replace(/metresPerSecond: .*/, "metresPerSecond: 7.25"));
    const versions = await member.get(`/api/files/${body.file.id}/versions`).expect(200, page(Version));
    expect(versions.body.items[0]).toMatchObject({ message: "Faster", changesetId: body.changesetId, author: { name: "Max" } });
    const again = await edit(member, id, body.file.version, [set(route, "metresPerSecond", 7.25)]).expect(200, EditedProperties);
    expect(again.body).toMatchObject({ changesetId: null, file: { version: body.file.version } });
  });

  test("on an object of the base become an override, and a revert takes it away again", async () => {
    const { id } = await asset(VARIANT);
    const before = await textOf(VARIANT);
    const { version, nodes } = await hierarchyOf(id);
    const model = nodes.find(({ name }) => name === "Model");
    const transform = model?.components[0]?.localId ?? "";
    const changed = await edit(member, id, version, [set(transform, "m_LocalPosition", { y: 4.5 })]).expect(200, EditedProperties);
    const after = await textOf(VARIANT);
    expect(after).toContain("      propertyPath: m_LocalPosition.y\n      value: 4.5\n      objectReference: {fileID: 0}\n");
    const shown = (await objectOf(id, transform)).components[1]?.properties.find(({ path }) => path === "m_LocalPosition");
    expect(shown).toMatchObject({ overridden: true, value: { y: 4.5 } });
    await edit(member, id, changed.body.file.version, [{ do: "revert", localId: transform, path: "m_LocalPosition" }]).expect(
      200,
      EditedProperties,
    );
    expect(await textOf(VARIANT)).toBe(before);
  });

  test("need the version that was read, the right to write, and must fit; a refused list changes nothing", async () => {
    const { id } = await asset(BOAT);
    const tree = await hierarchyOf(id);
    const route = componentOf(tree, "Boat", "BoatRoute");
    const good = set(route, "metresPerSecond", 1);
    await edit(member, id, null, [good]).expectError(428, "request.if_match_required");
    await edit(member, id, tree.version + 1, [good]).expectError(412, "request.stale");
    await edit(project.viewer, id, tree.version, [good]).expectError(403, "auth.forbidden");
    const before = await textOf(BOAT);
    const refused = await edit(member, id, tree.version, [good, set(route, "metresPerSecond", "fast")]).expectError(
      422,
      "asset.edit_refused",
    );
    expect(refused.body.error.details).toEqual({ reason: "type", edit: 1 });
    for (const path of ["m_GameObject", "nothing"])
      await edit(member, id, tree.version, [set(route, path, 1)]).expectError(422, "asset.edit_refused");
    await edit(member, (await asset(ROUTE)).id, 1, [good]).expectError(422, "asset.edit_refused");
    expect(await textOf(BOAT)).toBe(before);
  });

  test("reach files that are too large for the database", async () => {
    const path = "Assets/Large.asset";
    const notes = "word ".repeat(80_000);
    const text = yaml([
      114,
      "11400000",
      "MonoBehaviour",
      `  m_GameObject: {fileID: 0}\n  m_Script: {fileID: 0}\n  m_Name: Large\n  speed: 3\n  notes: ${notes}end\n`,
    ]);
    expect(text.length).toBeGreaterThan(300_000);
    await create(member, project.projectId, { [path]: text, [`${path}.meta`]: meta(guid("1a26e")) });
    const { id } = await asset(path);
    const { version, objects } = await hierarchyOf(id);
    expect(objects).toMatchObject([{ localId: "11400000", name: "Large" }]);
    await edit(member, id, version, [set("11400000", "speed", 4)]).expect(200, EditedProperties);
    expect(await textOf(path)).toBe(text.replace("speed: 3", "speed: 4"));
  });
});

describe("diff and merge", () => {
  /** A prefab with two changes of its first version: ours saved as the newest, theirs as text. */
  async function twoChanges(name: string, ourPath: string, theirPath: string) {
    const path = `Assets/${name}.prefab`;
    await create(member, project.projectId, {
      [path]: await readFile(join(OWN_SAMPLE, BOAT), "utf8"),
      [`${path}.meta`]: meta(guid(Buffer.from(name).toString("hex"))),
    });
    const { id } = await asset(path);
    const tree = await hierarchyOf(id);
    const route = componentOf(tree, "Boat", "BoatRoute");
    const base = await textOf(path);
    const { body } = await edit(member, id, 1, [set(route, ourPath, 21)]).expect(200, EditedProperties);
    const theirs = base.replace(new RegExp(`${theirPath}: .*`), `${theirPath}: 22`);
    return { path, fileId: body.file.id, theirs, route };
  }
  const merge = (client: Client, body: object) => client.post("/api/assets/merge", body);

  test("a diff names object, component and property", async () => {
    const { fileId, route } = await twoChanges("Skiff", "metresPerSecond", "turnDegreesPerSecond");
    const { body } = await project.viewer.get(`/api/assets/diff?fileId=${fileId}&from=1`).expect(200, SemanticDiff);
    expect(body).toMatchObject({ readable: true, from: 1, to: 2, summary: { properties: 1, objectsAdded: 0 } });
    expect(body.changes).toMatchObject([
      { kind: "property", object: "Boat", component: "BoatRoute", componentLocalId: route, path: "metresPerSecond", after: 21 },
    ]);
    const born = await project.viewer.get(`/api/assets/diff?fileId=${fileId}&from=0&to=1`).expect(200, SemanticDiff);
    expect(born.body.summary.objectsAdded).toBeGreaterThan(1);
    const script = await fileAt(member, project.projectId, ROUTE);
    const plain = await project.viewer.get(`/api/assets/diff?fileId=${script.id}&from=0`).expect(200, SemanticDiff);
    expect(plain.body).toMatchObject({ readable: false, changes: [] });
  });

  test("changes of different properties merge, and are saved as one changeset", async () => {
    const { path, fileId, theirs } = await twoChanges("Dinghy", "metresPerSecond", "turnDegreesPerSecond");
    const request = { fileId, base: 1, ours: 2, theirs };
    const preview = await merge(member, request).expect(200, MergedAssets);
    expect(preview.body).toMatchObject({
      conflicts: [],
      unresolved: 0,
      file: null,
      summary: { ours: { properties: 1 }, theirs: { properties: 1 } },
    });
    await merge(project.viewer, request).expectError(403, "auth.forbidden");
    const saved = await merge(member, { ...request, save: true, message: "Both" }).expect(200, MergedAssets);
    expect(saved.body.file?.version).toBe(3);
    expect(await textOf(path)).toBe(preview.body.text);
    expect(preview.body.text).toMatch(/metresPerSecond: 21\n/);
    expect(preview.body.text).toMatch(/turnDegreesPerSecond: 22\n/);
    await merge(member, { ...request, save: true }).expectError(412, "request.stale");
  });

  test("a conflict is shown with all values and saved only when it is decided", async () => {
    const { path, fileId, theirs } = await twoChanges("Barge", "metresPerSecond", "metresPerSecond");
    const request = { fileId, base: 1, ours: 2, theirs };
    const { body } = await merge(member, request).expect(200, MergedAssets);
    expect(body.unresolved).toBe(1);
    expect(body.conflicts).toMatchObject([
      { kind: "property", object: "Boat", component: "BoatRoute", path: "metresPerSecond", ours: "21", theirs: "22", taken: null },
    ]);
    await merge(member, { ...request, save: true }).expectError(409, "asset.merge_conflicts");
    const resolutions = [{ id: body.conflicts[0]?.id, take: "theirs" }];
    await merge(member, { ...request, resolutions, save: true }).expect(200, MergedAssets);
    expect(await textOf(path)).toBe(theirs);
  });
});
