import { afterAll, expect, test } from "bun:test";
import { Asset, type AssetType, Impact, type Json, Problem, type ProblemKind, ProjectHealth, page } from "@slate/schema/api";
import { closeSql, sqlAsOwner, testWorkspace } from "../../../../infra/testing/index.ts";
import { emptyProject, guidOf, newId, type Seed, type SeedAsset, type SeedReference, seed } from "./testing/index.ts";

const workspace = await testWorkspace();
afterAll(closeSql);

const listProblems = async (projectId: string, kind: ProblemKind, limit = 100): Promise<Problem[]> => {
  const found: Problem[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const more: string = cursor && `&cursor=${cursor}`;
    const path: string = `/api/assets/problems?projectId=${projectId}&kind=${kind}&limit=${limit}${more}`;
    const { body } = await workspace.viewer.get(path).expect(200, page(Problem));
    found.push(...body.items);
    cursor = body.nextCursor;
  }
  return found;
};
const health = async (projectId: string) =>
  (await workspace.viewer.get(`/api/assets/health?projectId=${projectId}`).expect(200, ProjectHealth)).body;

/** A world written by paths: an asset's type, and what it names; `~` before a path makes the reference weak. */
type Written = Record<string, { type: AssetType; uses?: string[] } & Partial<SeedAsset>>;
function worldOf(written: Written): Seed & { assets: SeedAsset[]; references: SeedReference[]; idOf: (path: string) => string } {
  const ids = new Map(Object.keys(written).map((path) => [path, newId()]));
  const idOf = (path: string) => ids.get(path) ?? "";
  const assets = Object.entries(written).map(([path, { uses: _, ...asset }]) => ({ id: idOf(path), path, ...asset }));
  const references = Object.entries(written).flatMap(([path, { uses = [] }]) =>
    uses.map((used): SeedReference => {
      const isWeak = used.startsWith("~");
      return { from: idOf(path), to: idOf(isWeak ? used.slice(1) : used), kind: isWeak ? "weak" : "strong" };
    }),
  );
  return { assets, references, idOf };
}

/** Gives an asset's file a text, which projects would have written. */
const writeText = (assetId: string, text: string) => sqlAsOwner()`
  insert into slate_files (id, workspace_id, project_id, path, path_key, content, sha256, type, size, is_binary)
  select file_id, workspace_id, project_id, path, lower(path), ${text}, '', 'text/plain', 1, false from slate_assets where id = ${assetId}`;

const buildSettings = (asset: string, scenes: Json[]) => ({
  asset,
  type: "EditorBuildSettings",
  properties: { m_Scenes: scenes },
});

test("unused is only what nothing needs: not by the build, by path, by bundle, by the editor, nor weakly", async () => {
  const world = worldOf({
    "ProjectSettings/EditorBuildSettings.asset": { type: "settings", meta: false, uses: ["~Assets/Main.unity", "~Assets/Off.unity"] },
    "ProjectSettings/GraphicsSettings.asset": { type: "settings", meta: false, uses: ["Assets/Always.shader"] },
    "Assets/Main.unity": { type: "scene", uses: ["Assets/Ship.prefab", "Assets/Main.unity", "~Assets/Weak.asset", "Assets/Pack"] },
    "Assets/Old.unity": { type: "scene" },
    "Assets/Off.unity": { type: "scene", uses: ["Assets/OnlyOff.mat"], size: 50 },
    "Assets/OnlyOff.mat": { type: "material", size: 40 },
    "Assets/Ship.prefab": { type: "prefab", uses: ["Assets/Hull.mat"] },
    "Assets/Hull.mat": { type: "material", uses: ["Assets/Hull.png"] },
    "Assets/Hull.png": { type: "texture" },
    "Assets/Weak.asset": { type: "scriptable-object" },
    "Assets/Pack": { type: "folder" },
    "Assets/Pack/In.png": { type: "sprite", uses: ["Assets/InPack.mat"] },
    "Assets/InPack.mat": { type: "material" },
    "Assets/Packed.png": { type: "texture", size: 30 },
    "Assets/Always.shader": { type: "shader" },
    "Assets/Lib/Resources/Sound.wav": { type: "audio", uses: ["Assets/ByResource.mat"] },
    "Assets/ByResource.mat": { type: "material" },
    "Assets/StreamingAssets/film.mp4": { type: "video" },
    "Assets/Tools/Editor/Icon.png": { type: "texture" },
    "Assets/AddressableAssetsData/AssetGroups/Group.asset": { type: "scriptable-object", uses: ["~Assets/Addressed.prefab"] },
    "Assets/Addressed.prefab": { type: "prefab" },
    "Assets/Bundled.prefab": { type: "prefab", metadata: { assetBundle: "ships" } },
    "Assets/Bundle": { type: "folder", metadata: { assetBundle: "ships" } },
    "Assets/Bundle/Deep/In.prefab": { type: "prefab" },
    "Assets/Code.cs": { type: "script", uses: ["Assets/Default.mat"] },
    "Assets/Default.mat": { type: "material" },
    "Assets/Code.asmdef": { type: "assembly" },
    "Assets/Native.dll": { type: "plugin" },
    "Assets/link.xml": { type: "text" },
    "Assets/NoMeta.png": { type: "texture", meta: false },
    "Assets/Twin.mat": { type: "material", declaredGuid: "0".repeat(31).concat("1") },
    "Assets/Circle/A.mat": { type: "material", uses: ["Assets/Circle/B.mat"], size: 20 },
    "Assets/Circle/B.mat": { type: "material", uses: ["Assets/Circle/A.mat"], size: 10 },
    "Assets/Self.mat": { type: "material", uses: ["Assets/Self.mat"], size: 5 },
    "Docs/Picture.png": { type: "texture" },
    "README.md": { type: "text", unityProject: null },
  });
  const projectId = await emptyProject(workspace.member);
  const settings = world.idOf("ProjectSettings/EditorBuildSettings.asset");
  await seed(workspace, projectId, {
    ...world,
    components: [
      buildSettings(settings, [
        { enabled: 1, path: "Assets/Main.unity", guid: guidOf(world.idOf("Assets/Main.unity")) },
        { enabled: "1", path: "Assets/Old.unity" },
        { enabled: 0, path: "Assets/Off.unity", guid: guidOf(world.idOf("Assets/Off.unity")) },
      ]),
    ],
  });
  const unused = await listProblems(projectId, "unused", 2);
  expect(unused.map(({ asset, message, size }) => [asset?.path, message, size])).toEqual([
    ["Assets/Off.unity", "The build settings list it, but switched off", 50],
    ["Assets/OnlyOff.mat", "Only assets that are unused themselves name it", 40],
    ["Assets/Packed.png", "Nothing names it", 30],
    ["Assets/Circle/A.mat", "Only assets that are unused themselves name it", 20],
    ["Assets/Circle/B.mat", "Only assets that are unused themselves name it", 10],
    ["Assets/Self.mat", "Nothing names it", 5],
  ]);
  const { counts, unusedBytes } = await health(projectId);
  expect(counts).toMatchObject({ unused: 6, "missing-meta": 1, "duplicate-guid": 1 });
  expect(unusedBytes).toBe(155);
});

test("where no scene is listed to be built, every scene is kept with all it needs; outside of Unity nothing is judged", async () => {
  const projectId = await emptyProject(workspace.member);
  const world = worldOf({
    "Game/Assets/Any.unity": { type: "scene", unityProject: "Game", uses: ["Game/Assets/Needed.mat"] },
    "Game/Assets/Needed.mat": { type: "material", unityProject: "Game" },
    "Game/Assets/Alone.mat": { type: "material", unityProject: "Game" },
    "Art/Alone.psd": { type: "texture", unityProject: null },
  });
  await seed(workspace, projectId, world);
  expect((await listProblems(projectId, "unused")).map(({ asset }) => asset?.path)).toEqual(["Game/Assets/Alone.mat"]);
});

test("what packages bring is not missing; what the project once had is, with its last path and where it is named", async () => {
  const projectId = await emptyProject(workspace.member);
  const [lostScript, lostTexture, neverSeen, packageScript, otherPackage] = [newId(), newId(), newId(), newId(), newId()].map(guidOf) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const image = "fe87c0e1cc204ed48ad3b37840f39efc";
  const world = worldOf({
    "Packages/manifest.json": { type: "package", meta: false },
    "Assets/Main.unity": { type: "scene", uses: ["Assets/Hull.mat"] },
    "Assets/Hull.mat": { type: "material" },
    "Assets/Gone.prefab": { type: "prefab", isDeleted: true },
  });
  const from = world.idOf("Assets/Main.unity");
  const lose = (toGuid: string, kind: SeedReference["kind"], more: Partial<SeedReference> = {}) => ({
    from,
    to: null,
    toGuid,
    kind,
    ...more,
  });
  await seed(workspace, projectId, {
    ...world,
    references: [
      ...world.references,
      lose(lostScript, "script", { localId: "9223372036854775807", path: "m_Script" }),
      ...Array.from({ length: 25 }, () => lose(lostTexture, "strong", { path: "m_Texture" })),
      lose(neverSeen, "prefab"),
      lose(packageScript, "script"),
      lose(otherPackage, "script"),
      lose(image, "script"),
      lose("0000000000000000e000000000000000", "builtin"),
      { from: world.idOf("Assets/Gone.prefab"), to: null, toGuid: guidOf(newId()), kind: "strong" },
    ],
    components: [{ asset: from, type: "MonoBehaviour", name: "Gauge", localId: "9223372036854775807" }],
    guids: [
      { guid: lostScript, path: "Assets/World/TideGauge.cs" },
      { guid: lostTexture, path: "Assets/Textures/Tar.png" },
    ],
  });
  const manifest = world.idOf("Packages/manifest.json");
  await writeText(manifest, JSON.stringify({ dependencies: { "com.unity.ugui": "1.0.0", "com.unity.timeline": "1.7.6" } }));
  const scripts = await listProblems(projectId, "missing-script");
  expect(scripts.map(({ guid, lastKnownPath, count }) => [guid, lastKnownPath, count])).toEqual([
    [lostScript, "Assets/World/TideGauge.cs", 1],
  ]);
  expect(scripts[0]?.references[0]).toMatchObject({
    from: { path: "Assets/Main.unity", localId: "9223372036854775807", object: "Gauge", component: "MonoBehaviour" },
    path: "m_Script",
    to: { guid: lostScript, asset: null, name: "Assets/World/TideGauge.cs" },
    resolved: false,
  });
  const references = await listProblems(projectId, "missing-reference", 1);
  expect(references.map(({ guid, lastKnownPath, count, references: shown }) => [guid, lastKnownPath, count, shown.length])).toEqual([
    [lostTexture, "Assets/Textures/Tar.png", 25, 20],
    [neverSeen, null, 1, 1],
  ]);
  const { references: counted, counts } = await health(projectId);
  expect(counted).toEqual({ count: 32, resolved: 1, builtin: 1, missing: 27, inPackages: 3 });
  expect(counts).toMatchObject({ "missing-script": 1, "missing-reference": 2 });

  const known = JSON.stringify({ dependencies: { "com.unity.ugui": "1.0.0", "com.unity.modules.ui": "1.0.0" } });
  await sqlAsOwner()`update slate_files set content = ${known} where project_id = ${projectId}`;
  const without = (await listProblems(projectId, "missing-script")).map(({ guid }) => guid);
  expect(new Set(without)).toEqual(new Set([lostScript, packageScript, otherPackage]));
});

test("faults of files are listed by path, each kind for itself, over all pages", async () => {
  const projectId = await emptyProject(workspace.member);
  const owner = newId();
  const world = worldOf({
    "Assets/A.png": { type: "orphan" },
    "Assets/B.png": { type: "texture", meta: false },
    "Assets/.hidden/B.png": { type: "texture", meta: false },
    "Assets/Samples~/B.png": { type: "texture", meta: false },
    "ProjectSettings/ProjectSettings.asset": { type: "settings", meta: false },
    "Assets/C.mat": { type: "material", declaredGuid: guidOf(owner) },
    "Assets/D.mat": { type: "material", declaredGuid: guidOf(owner), warnings: [{ code: "guid.duplicate", message: "twice" }] },
    "Assets/E.mat": { type: "material", warnings: [{ code: "yaml.unparsable", message: "Line 3 has no key", line: 3 }] },
  });
  world.assets.push({ id: owner, path: "Assets/Z.mat", type: "material" });
  await seed(workspace, projectId, world);
  const paths = async (kind: ProblemKind) => (await listProblems(projectId, kind, 1)).map(({ asset }) => asset?.path);
  expect(await paths("orphaned-meta")).toEqual(["Assets/A.png"]);
  expect(await paths("missing-meta")).toEqual(["Assets/B.png"]);
  expect(await paths("duplicate-guid")).toEqual(["Assets/C.mat", "Assets/D.mat"]);
  expect(await paths("warning")).toEqual(["Assets/E.mat"]);
  for (const kind of ["orphaned-meta", "missing-meta", "duplicate-guid", "warning"] as const) {
    const query = `/api/assets?projectId=${projectId}&problem=${kind}&limit=100`;
    const { items } = (await workspace.viewer.get(query).expect(200, page(Asset))).body;
    expect({ kind, paths: items.map(({ path }) => path) as unknown[] }).toEqual({ kind, paths: await paths(kind) });
  }
  expect((await listProblems(projectId, "warning"))[0]?.message).toBe("Line 3 has no key");
  const [twin] = await listProblems(projectId, "duplicate-guid");
  expect(twin).toMatchObject({ guid: guidOf(owner), message: "Its .meta declares the guid of Assets/Z.mat" });
  expect(twin?.others.map(({ path }) => path)).toEqual(["Assets/Z.mat", "Assets/D.mat"]);
  const { counts, assets, largest } = await health(projectId);
  expect(counts).toMatchObject({ "orphaned-meta": 1, "missing-meta": 1, "duplicate-guid": 2, warning: 1 });
  expect(assets.count).toBe(9);
  expect(largest[0]?.size).toBe(1);
});

test("a confirmation stands for the assets, the act and who names them, and for nothing else", async () => {
  const projectId = await emptyProject(workspace.member);
  const world = worldOf({
    "Assets/User.prefab": { type: "prefab", uses: ["Assets/Used.mat"] },
    "Assets/Used.mat": { type: "material" },
    "Assets/Free.mat": { type: "material" },
  });
  await seed(workspace, projectId, world);
  const used = world.idOf("Assets/Used.mat");
  const ask = async (ids: string[], act = "delete") => {
    const { body } = await workspace.viewer.post("/api/assets/impact", { projectId, ids, act }).expect(200);
    return body as { needsConfirmation: boolean; confirmation: string };
  };
  const first = await ask([used]);
  expect(first.needsConfirmation).toBe(true);
  expect((await ask([used], "move")).needsConfirmation).toBe(false);
  expect((await ask([world.idOf("Assets/Free.mat")])).needsConfirmation).toBe(false);
  expect((await ask([used, world.idOf("Assets/User.prefab")])).needsConfirmation).toBe(false);
  const others = await Promise.all([ask([used], "move"), ask([used, world.idOf("Assets/Free.mat")])]);
  for (const other of others) expect(other.confirmation).not.toBe(first.confirmation);

  await seed(workspace, projectId, worldOf({ "Assets/A.prefab": { type: "prefab", uses: [] } }));
  expect((await ask([used, used])).confirmation).toBe(first.confirmation);
  const late = newId();
  await seed(workspace, projectId, {
    assets: [{ id: late, path: "Assets/B.prefab", type: "prefab" }],
    references: [{ from: late, to: used }],
  });
  expect((await ask([used])).confirmation).not.toBe(first.confirmation);
});

test("what goes by path is named before a move: build settings, Resources and the scripts that load from there, StreamingAssets", async () => {
  const projectId = await emptyProject(workspace.member);
  const world = worldOf({
    "ProjectSettings/EditorBuildSettings.asset": { type: "settings", meta: false },
    "Assets/Main.unity": { type: "scene" },
    "Assets/Ships": { type: "folder" },
    "Assets/Ships/Resources/Hulls/Big.prefab": { type: "prefab" },
    "Assets/Ships/Resources/Small.prefab": { type: "prefab" },
    "Assets/StreamingAssets/film.mp4": { type: "video" },
    "Assets/Plain.mat": { type: "material" },
  });
  await seed(workspace, projectId, {
    ...world,
    components: [buildSettings(world.idOf("ProjectSettings/EditorBuildSettings.asset"), [{ enabled: 1, path: "Assets/Main.unity" }])],
  });
  const script = newId();
  await seed(workspace, projectId, { assets: [{ id: script, path: "Assets/Load.cs", type: "script" }] });
  await writeText(script, 'Resources.Load("Hulls/Big");');

  const named = async (...paths: string[]) => {
    const ids = paths.map(world.idOf);
    const { body } = await workspace.viewer.post("/api/assets/impact", { projectId, ids, act: "move" }).expect(200, Impact);
    expect(body.needsConfirmation).toBe(false);
    return body.byPath.map(({ asset, reason }) => `${asset.path}: ${reason}`);
  };
  expect(await named("Assets/Plain.mat")).toEqual([]);
  expect(await named("Assets/Main.unity")).toEqual([
    "ProjectSettings/EditorBuildSettings.asset: The build settings list Assets/Main.unity by its path",
  ]);
  expect(await named("Assets/Ships")).toEqual([
    'Assets/Load.cs: It names "Hulls/Big", which is Assets/Ships/Resources/Hulls/Big.prefab',
    'Assets/Ships/Resources/Small.prefab: Scripts may load it as "Small": it is in a Resources folder',
  ]);
  expect(await named("Assets/StreamingAssets/film.mp4")).toEqual([
    "Assets/StreamingAssets/film.mp4: It is in StreamingAssets, whose files are opened by path",
  ]);
});
