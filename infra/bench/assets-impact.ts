import { once } from "node:events";
import postgres from "postgres";
import type { Impact } from "../../packages/schema/src/api/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { residentOf, toMiB } from "./memory.ts";
import { describeTimes, percentile } from "./statistics.ts";
import { bareSearch, generator, type SyntheticGraph, synthesize } from "./synthetic-graph.ts";
import { createProject, openWorkspace } from "./workspace.ts";

const TARGET_MS = 50;
const MIB = 1024 ** 2;
const GROWTH_LIMIT_BYTES = 64 * MIB;
const SEED = 3;
const ASSETS = 100_000;
const REFERENCES = 1_000_000;
const HUB_USERS = 20_000;
const DEPTH = 12;
const TYPES = [
  "scene",
  "prefab",
  "prefab",
  "prefab-variant",
  "scriptable-object",
  "animator-controller",
  "animation",
  "material",
  "texture",
];

/**
 * "What breaks when I delete this" in a project of a hundred thousand assets with a million references, through the gateway: the hub, assets at
 * the bottom (which nearly everything needs), and any. The probe searches the same arrays, in this process, for the bare counts.
 */
export const assetsImpact: Benchmark = {
  name: "assets.impact",
  wanted: `p95 ≤ ${TARGET_MS} ms, growth ≤ ${GROWTH_LIMIT_BYTES / MIB} MiB`,
  target: TARGET_MS,
  async run({ state, supervisor, quick, signal }) {
    const count = quick ? 100 : 600;
    const workspace = await openWorkspace(state.gatewayUrl);
    const projectId = await createProject(workspace, "Impact");
    const pid = supervisor.status().find(({ name }) => name === "assets")?.pid;
    if (!pid) throw new Error("assets does not run");
    const graph = synthesize({ size: ASSETS, references: REFERENCES, hubUsers: HUB_USERS, seed: SEED });
    const ids = Array.from({ length: graph.size }, () => Bun.randomUUIDv7());
    await store(state.databaseOwnerUrl, { workspaceId: workspace.id, projectId }, graph, ids);
    const search = bareSearch(graph);

    const ask = async (asset: number): Promise<{ ms: number; impact: Impact }> => {
      const beganMs = performance.now();
      const response = await fetch(`${state.gatewayUrl}/api/assets/${ids[asset]}/impact`, {
        headers: { Authorization: `Bearer ${workspace.key}` },
        signal,
      });
      const body = await response.text();
      const ms = performance.now() - beganMs;
      if (!response.ok) throw new Error(`${response.url} answered ${response.status} ${body}`);
      return { ms, impact: JSON.parse(body) };
    };
    const empty = residentOf(pid).now;
    const first = await ask(graph.hub);
    for (const asset of questions(graph, 50, SEED + 1)) await ask(asset);
    const loaded = residentOf(pid).now;

    const oursMs: number[] = [];
    const bareMs: number[] = [];
    const hubMs: number[] = [];
    let deepest = 0;
    for (const asset of questions(graph, count, SEED)) {
      const { ms, impact } = await ask(asset);
      const beganMs = performance.now();
      const byDepth = search(asset);
      bareMs.push(performance.now() - beganMs);
      oursMs.push(ms);
      if (asset === graph.hub) hubMs.push(ms);
      deepest = Math.max(deepest, byDepth.length);
      if (impact.transitive.byDepth.join() !== byDepth.join())
        throw new Error(`Asset ${asset} is used by ${impact.transitive.byDepth}, and by ${byDepth} in truth`);
      if (asset === graph.hub && impact.direct.count !== HUB_USERS) throw new Error(`The hub has ${impact.direct.count} users`);
    }
    const growth = residentOf(pid).now - loaded;
    const value = percentile(oursMs, 0.95);
    const probe = percentile(bareMs, 0.95);
    return {
      value,
      unit: "ms",
      probe,
      ratio: value / probe,
      ok: value <= TARGET_MS && growth <= GROWTH_LIMIT_BYTES && deepest >= DEPTH,
      details: [
        `${ASSETS} assets, ${REFERENCES} references, a hub with ${HUB_USERS} users, depth ${deepest}; ${count} questions one after the other, all counts right`,
        `ours: ${describeTimes(oursMs)}; the hub: ${describeTimes(hubMs)}`,
        `probe (the same search over the same arrays, counts only): ${describeTimes(bareMs)}`,
        `the first question, which loads the graph: ${first.ms.toFixed(0)} ms`,
        `assets process: ${toMiB(empty)} before, ${toMiB(loaded)} loaded and warm, ${toMiB(loaded + growth)} after all questions`,
      ],
    };
  },
};

/** Every tenth the hub, four of ten at the bottom, the rest anywhere. */
function questions({ size, hub, layers }: SyntheticGraph, count: number, seed: number): number[] {
  const random = generator(seed);
  const bottom = Math.floor((size / layers) * (layers - 1));
  return Array.from({ length: count }, (_, i) => {
    if (i % 10 === 0) return hub;
    return i % 10 < 5 ? bottom + Math.floor(random() * (size - bottom)) : Math.floor(random() * size);
  });
}

/** Puts the rows there by COPY, as nobody's import: foreign keys are not checked a million times. */
async function store(url: string, place: { workspaceId: string; projectId: string }, graph: SyntheticGraph, ids: string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const scope = `${place.workspaceId}\t${place.projectId}`;
  const guids = ids.map((id) => id.replaceAll("-", ""));
  try {
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await copy(
        await tx`copy slate_assets (id, workspace_id, project_id, guid, path, name, unity_project, type, meta_file_id, size) from stdin`.writable(),
        ids.length,
        (i) => {
          const layer = graph.layerOf(i);
          return `${ids[i]}\t${scope}\t${guids[i]}\tAssets/Layer ${layer}/Folder ${i % 97}/Asset ${i}.asset\tAsset ${i}\t\t${TYPES[layer] ?? "texture"}\t${ids[i]}\t${i}`;
        },
      );
      const ordinals = new Uint32Array(graph.size);
      await copy(
        await tx`copy slate_asset_references (from_asset_id, ordinal, workspace_id, project_id, from_path, to_guid, to_asset_id, kind) from stdin`.writable(),
        graph.from.length,
        (i) => {
          const from = graph.from[i] as number;
          const to = graph.to[i] as number;
          const ordinal = ordinals[from] as number;
          ordinals[from] = ordinal + 1;
          return `${ids[from]}\t${ordinal}\t${scope}\tm_Target\t${guids[to]}\t${ids[to]}\tstrong`;
        },
      );
      await tx`insert into slate_asset_states (project_id, workspace_id, graph_version) values (${place.projectId}, ${place.workspaceId}, 1)`;
    });
    await sql`analyze slate_assets, slate_asset_references`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const LINES = 2000;

async function copy(into: NodeJS.WritableStream, count: number, lineOf: (i: number) => string): Promise<void> {
  for (let i = 0; i < count; i += LINES) {
    const lines = Array.from({ length: Math.min(LINES, count - i) }, (_, j) => lineOf(i + j));
    if (!into.write(`${lines.join("\n")}\n`)) await once(into, "drain");
  }
  into.end();
  await once(into, "finish");
}
