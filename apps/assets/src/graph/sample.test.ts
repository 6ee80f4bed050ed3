import { afterAll, expect, test } from "bun:test";
import { Asset, AssetFacets, Impact, Problem, type ProblemKind, ProjectHealth, page } from "@slate/schema/api";
import { readFolder } from "../../../../infra/local/seed.ts";
import { closeSql, eventually, testStack, testWorkspace } from "../../../../infra/testing/index.ts";
import { createClient, importFolder } from "../../../../packages/sdk/src/index.ts";
import { emptyProject } from "./testing/index.ts";

const SAMPLE = `${import.meta.dir}/../../../../infra/sample/project`;
const PATIENCE_MS = 60_000;

const workspace = await testWorkspace();
const projectId = await emptyProject(workspace.member);
const client = createClient({ baseUrl: testStack().gatewayUrl, headers: workspace.member.headers });
await importFolder(client, { workspaceId: workspace.id, projectId, files: await readFolder(SAMPLE), message: "Import" });
await ingested();
afterAll(closeSql);

/** Waits until all changesets are in the assets. */
async function ingested(): Promise<void> {
  await eventually(async () => {
    const { state } = (await workspace.viewer.get(`/api/assets/facets?projectId=${projectId}`).expect(200, AssetFacets)).body;
    if (state.changesetId === null || state.changesetId !== state.latestChangesetId) throw new Error("Not all of it is in the assets yet");
  }, PATIENCE_MS);
}

const listProblems = async (kind: ProblemKind): Promise<Problem[]> =>
  (await workspace.viewer.get(`/api/assets/problems?projectId=${projectId}&kind=${kind}`).expect(200, page(Problem))).body.items;

test("the sample has the faults that its README names, and no other", async () => {
  const { body } = await workspace.viewer.get(`/api/assets/health?projectId=${projectId}`).expect(200, ProjectHealth);
  expect(body.counts).toEqual({
    "missing-reference": 1,
    "missing-script": 1,
    "orphaned-meta": 1,
    "missing-meta": 0,
    "duplicate-guid": 0,
    warning: 0,
    unused: 9,
  });
  expect(body.references).toMatchObject({ builtin: 89, inPackages: 33, missing: 2 });
  const [script] = await listProblems("missing-script");
  expect(script?.references[0]?.from).toMatchObject({ path: "Assets/Skerry/Scenes/Island.unity", object: "Old Tide Gauge" });
  const [texture] = await listProblems("missing-reference");
  expect(texture?.references[0]?.from.path).toBe("Assets/Skerry/Materials/RoofTar.mat");
  expect((await listProblems("orphaned-meta")).map(({ asset }) => asset?.path)).toEqual(["Assets/Skerry/Textures/Seaweed.png"]);
});

test("unused in the sample is what a search for guids in its files finds nowhere, and the scene that is switched off", async () => {
  const unused = await listProblems("unused");
  expect(unused.map(({ asset }) => asset?.path.replace("Assets/Skerry/", "")).sort()).toEqual([
    "Data/Dialogues/HarbourmasterMorning.asset",
    "Data/Dialogues/HarbourmasterTrade.asset",
    "Data/Dialogues/KeeperWakes.asset",
    "Data/Events/LampWentOut.asset",
    "README.md",
    "Scenes/Sandbox/Beach.unity",
    "Sprites/Keeper.png", // KeeperWakes shows it, and nobody shows KeeperWakes
    "Text/Credits.txt",
    "Text/nb.json",
  ]);
  const texts = await Promise.all(
    [...new Bun.Glob("**/*").scanSync({ cwd: SAMPLE, onlyFiles: true })].map(async (path) => ({
      path,
      text: await Bun.file(`${SAMPLE}/${path}`).text(),
    })),
  );
  for (const { asset, message } of unused) {
    const named = texts.filter(({ path, text }) => path !== `${asset?.path}.meta` && text.includes(asset?.guid ?? ""));
    expect([asset?.path, named.length > 0]).toEqual([asset?.path, message !== "Nothing names it"]);
  }
});

test("a used script goes only when what needs it was seen and confirmed, and is missing from then on, with its last path", async () => {
  const path = "Assets/Skerry/Scripts/Data/ItemDefinition.cs";
  const { items } = (await workspace.viewer.get(`/api/assets?projectId=${projectId}&q=${path}`).expect(200, page(Asset))).body;
  const id = items[0]?.id ?? "";
  const before = (await workspace.viewer.get(`/api/assets/${id}/impact`).expect(200, Impact)).body;
  expect(before.direct.count).toBe(8);
  const remove = (confirm?: string) =>
    workspace.member.post("/api/assets/bulk", { projectId, ids: [id], action: { do: "delete", confirm } });
  const { body: refused } = await remove().expectError(409, "asset.confirmation_required");
  expect(refused.error.details).toMatchObject({ directUsers: 8, confirmation: before.confirmation });
  await remove("something else").expectError(409, "asset.confirmation_required");
  await remove(before.confirmation).expect(200);
  await ingested();
  const gone = (await listProblems("missing-script")).find(({ lastKnownPath }) => lastKnownPath === path);
  expect(new Set(gone?.references.map(({ from }) => from.path))).toEqual(new Set(before.direct.assets.map((asset) => asset.path)));
  expect(gone?.message).toBe(`${path} is gone`);
  await workspace.viewer.get(`/api/assets/${id}/impact`).expectError(404, "asset.not_found");
});
