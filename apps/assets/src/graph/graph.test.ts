import { afterAll, expect, test } from "bun:test";
import { type AssetGraph, type AssetType, Dependencies, Impact, type ReferenceKind, AssetGraph as Shape } from "@slate/schema/api";
import fc from "fast-check";
import { closeSql, type TestWorkspace, testWorkspace } from "../../../../infra/testing/index.ts";
import { emptyProject, guidOf, newId, type SeedAsset, type SeedReference, seed } from "./testing/index.ts";

const workspace: TestWorkspace = await testWorkspace();
afterAll(closeSql);

type World = { assets: SeedAsset[]; references: SeedReference[] };

/** Small worlds with everything that can be wrong in a graph: cycles, assets that name themselves, folders, deleted assets, the same reference often. */
const worlds: fc.Arbitrary<World> = fc
  .record({
    assets: fc.array(
      fc.record({
        type: fc.constantFrom<AssetType>("prefab", "scene", "material", "folder", "script"),
        isDeleted: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
        folder: fc.integer({ min: -1, max: 8 }),
        size: fc.integer({ min: 0, max: 5_000_000_000 }),
      }),
      { minLength: 1, maxLength: 40 },
    ),
    references: fc.array(
      fc.record({
        from: fc.nat(),
        to: fc.nat(),
        kind: fc.constantFrom<ReferenceKind>("strong", "weak", "script", "prefab"),
        isLost: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      }),
      { maxLength: 120 },
    ),
  })
  .map(({ assets, references }) => {
    const made: SeedAsset[] = [];
    for (const [i, { folder, ...asset }] of assets.entries()) {
      const above = made[folder];
      const parent = above?.type === "folder" ? above.path : "Assets";
      made.push({ id: newId(), path: `${parent}/Ü ${i % 7} ${i}${asset.type === "folder" ? "" : ".x"}`, ...asset });
    }
    const at = (n: number) => (made[n % made.length] as SeedAsset).id;
    return {
      assets: made,
      references: references.map(({ from, to, kind, isLost }) => ({ from: at(from), to: isLost ? null : at(to), kind })),
    };
  });

/** The plainest way to answer the same questions: lists and sets, one step at a time. */
function naive({ assets, references }: World) {
  const live = new Map(assets.filter((asset) => !asset.isDeleted).map((asset) => [asset.id, asset]));
  const edges = references.filter(({ from, to }) => live.has(from) && to && live.has(to)) as {
    from: string;
    to: string;
    kind: ReferenceKind;
  }[];
  const byPath = (a: string, b: string) =>
    Buffer.compare(Buffer.from((live.get(a) as SeedAsset).path), Buffer.from((live.get(b) as SeedAsset).path));
  const steps = (start: string[], next: (id: string) => string[], limit = 1000): string[][] => {
    const seen = new Set(start);
    const found: string[][] = [];
    for (let now = start; now.length > 0 && found.length < limit; ) {
      now = [...new Set(now.flatMap(next))].filter((id) => !seen.has(id)).sort(byPath);
      for (const id of now) seen.add(id);
      if (now.length > 0) found.push(now);
    }
    return found;
  };
  const usersOf = (id: string) => edges.filter(({ to }) => to === id).map(({ from }) => from);
  const neededBy = (id: string) => edges.filter(({ from }) => from === id).map(({ to }) => to);
  const withContents = (ids: string[]) => [
    ...new Set(
      ids.flatMap((id) => {
        const folder = live.get(id) as SeedAsset;
        const inside = folder.type === "folder" ? [...live.values()].filter(({ path }) => path.startsWith(`${folder.path}/`)) : [];
        return [id, ...inside.map((asset) => asset.id)];
      }),
    ),
  ];
  return { live, edges, steps, usersOf, neededBy, withContents };
}

test("what the graph answers is what following every reference by hand answers, with cycles, lost and deleted assets", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, fc.nat(), fc.integer({ min: 1, max: 4 }), async (world, chosen, depth) => {
      const { live, edges, steps, usersOf, neededBy, withContents } = naive(world);
      const ids = [...live.keys()];
      const one = ids[chosen % ids.length];
      if (!one) return;
      const projectId = await emptyProject(workspace.member);
      await seed(workspace, projectId, world);

      const needs = steps([one], neededBy);
      const { body: dependencies } = await workspace.viewer.get(`/api/assets/${one}/dependencies?limit=100`).expect(200, Dependencies);
      expect(dependencies.items.map(({ id, depth: at }) => [id, at])).toEqual(needs.flatMap((step, i) => step.map((id) => [id, i + 1])));
      expect(dependencies.total).toEqual({
        count: needs.flat().length,
        bytes: needs.flat().reduce((sum, id) => sum + (live.get(id)?.size ?? 0), 0),
        maxDepth: needs.length,
      });
      const { body: near } = await workspace.viewer.get(`/api/assets/${one}/dependencies?depth=${depth}`).expect(200, Dependencies);
      expect(near.total.count).toBe(needs.slice(0, depth).flat().length);

      const several = ids.filter((_, i) => (i + chosen) % 5 === 0).concat(one);
      const gone = withContents(several);
      const users = steps(gone, usersOf);
      const { body: impact } = await workspace.viewer
        .post("/api/assets/impact", { projectId, ids: several, act: "delete" })
        .expect(200, Impact);
      expect(impact.transitive.byDepth).toEqual(users.map((step) => step.length));
      expect(impact.transitive.count).toBe(users.flat().length);
      expect(impact.transitive.scenes.map(({ id }) => id)).toEqual(users.flat().filter((id) => live.get(id)?.type === "scene"));
      const direct = (users[0] ?? []).map((id) => {
        const naming = edges.filter(({ from, to }) => from === id && gone.includes(to));
        return { id, references: naming.length, weakOnly: naming.every(({ kind }) => kind === "weak") };
      });
      expect(impact.direct.assets.map(({ id, references, weakOnly }) => ({ id, references, weakOnly }))).toEqual(
        direct.sort((a, b) => b.references - a.references),
      );
      expect(impact.needsConfirmation).toBe(direct.length > 0);

      const { body: drawing } = await workspace.viewer.get(`/api/assets/${one}/graph?depth=${depth}&limit=300`).expect(200, Shape);
      const drawn = new Set([one, ...steps([one], usersOf, depth).flat(), ...needs.slice(0, depth).flat()]);
      expect(new Set(drawing.nodes.map(({ id }) => id))).toEqual(drawn);
      const count = ({ from, to, kind }: AssetGraph["edges"][number]) =>
        edges.filter((edge) => edge.from === from && edge.to === to && edge.kind === kind).length;
      expect(drawing.edges.every((edge) => edge.count === count(edge))).toBe(true);
      expect(drawing.edges.reduce((sum, edge) => sum + edge.count, 0)).toBe(
        edges.filter(({ from, to }) => drawn.has(from) && drawn.has(to)).length,
      );
    }),
    { numRuns: 25 },
  );
}, 60_000);

test("pages of dependencies are the whole list, in the same order, each once", async () => {
  const projectId = await emptyProject(workspace.member);
  const ids = Array.from({ length: 25 }, newId);
  const [root = "", ...others] = ids;
  const assets = ids.map((id, i) => ({ id, path: `Assets/${String.fromCharCode(90 - i)}.mat`, type: "material" as const }));
  const references = others.map((to, i) => ({ from: i < 12 ? root : (others[i - 12] as string), to }));
  await seed(workspace, projectId, { assets, references });
  const whole = (await workspace.viewer.get(`/api/assets/${root}/dependencies?limit=100`).expect(200, Dependencies)).body;
  expect(whole.total).toMatchObject({ count: 24, maxDepth: 2 });
  const paged: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const more: string = cursor && `&cursor=${cursor}`;
    const { body } = await workspace.viewer.get(`/api/assets/${root}/dependencies?limit=7${more}`).expect(200, Dependencies);
    paged.push(...body.items.map(({ path }) => path));
    cursor = body.nextCursor;
  }
  expect(paged).toEqual(whole.items.map(({ path }) => path));
});

test("a large neighbourhood is cut where it says so, the nearest first, and says how much is hidden", async () => {
  const projectId = await emptyProject(workspace.member);
  const hub = newId();
  const users = Array.from({ length: 40 }, newId);
  const assets = [hub, ...users].map((id, i) => ({ id, path: `Assets/${1000 + i}.prefab`, type: "prefab" as const }));
  await seed(workspace, projectId, { assets, references: users.map((from) => ({ from, to: hub })) });
  const { body } = await workspace.viewer.get(`/api/assets/${hub}/graph?limit=10`).expect(200, Shape);
  expect(body.nodes.length).toBe(11);
  expect(body.truncated).toBe(true);
  expect(body.nodes[0]).toMatchObject({ id: hub, side: "self", depth: 0, hidden: 30 });
  expect(body.edges.length).toBe(10);
});

test("an answer is never older than the last import, though the graph stays in memory", async () => {
  const projectId = await emptyProject(workspace.member);
  const [a, b, c] = [newId(), newId(), newId()];
  const asset = (id: string, name: string): SeedAsset => ({ id, path: `Assets/${name}.mat`, type: "material" });
  await seed(workspace, projectId, { assets: [asset(a, "a"), asset(b, "b")], references: [{ from: b, to: a }] });
  const users = async () => (await workspace.viewer.get(`/api/assets/${a}/impact`).expect(200, Impact)).body.direct.count;
  expect(await users()).toBe(1);
  await seed(workspace, projectId, { assets: [asset(c, "c")], references: [{ from: c, to: a }] });
  expect(await Promise.all([users(), users(), users()])).toEqual([2, 2, 2]);
});

test("nobody outside the workspace learns anything: not by the asset, not by the project, not from what is in memory", async () => {
  const projectId = await emptyProject(workspace.member);
  const [used, user] = [newId(), newId()];
  const assets: SeedAsset[] = [
    { id: used, path: "Assets/secret.mat", type: "material" },
    { id: user, path: "Assets/user.prefab", type: "prefab" },
  ];
  await seed(workspace, projectId, { assets, references: [{ from: user, to: used }] });
  await workspace.viewer.get(`/api/assets/${used}/impact`).expect(200);
  const stranger = (await testWorkspace()).owner;
  const own = await emptyProject(stranger);
  for (const question of ["impact", "dependencies", "graph"])
    await stranger.get(`/api/assets/${used}/${question}`).expectError(404, "asset.not_found");
  await stranger.post("/api/assets/impact", { projectId, ids: [used] }).expectError(404, "project.not_found");
  await stranger.post("/api/assets/impact", { projectId: own, ids: [used] }).expectError(404, "asset.not_found");
  for (const path of [
    `/api/assets/health?projectId=${projectId}`,
    `/api/assets/problems?projectId=${projectId}&kind=unused`,
    `/api/assets/problems?projectId=${projectId}&kind=missing-script`,
    `/api/assets/components?projectId=${projectId}&q=x`,
    `/api/assets/components/suggest?projectId=${projectId}&q=x`,
  ])
    await stranger.get(path).expectError(404, "project.not_found");
  await workspace.outsider.get(`/api/assets/${used}/impact`).expectError(404, "workspace.not_found");
});

test("an asset of another project and a deleted one are no part of a list to delete", async () => {
  const [projectId, other] = [await emptyProject(workspace.member), await emptyProject(workspace.member)];
  const [here, there, gone] = [newId(), newId(), newId()];
  await seed(workspace, projectId, {
    assets: [
      { id: here, path: "Assets/a.mat", type: "material" },
      { id: gone, path: "Assets/b.mat", type: "material", isDeleted: true },
    ],
  });
  await seed(workspace, other, { assets: [{ id: there, path: "Assets/a.mat", type: "material", guid: guidOf(here) }] });
  for (const id of [there, gone]) {
    const { body } = await workspace.viewer.post("/api/assets/impact", { projectId, ids: [here, id] }).expectError(404, "asset.not_found");
    expect(body.error.details).toEqual({ ids: [id] });
  }
  await workspace.viewer.get(`/api/assets/${gone}/dependencies`).expectError(404, "asset.not_found");
});
