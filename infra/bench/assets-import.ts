import { existsSync } from "node:fs";
import postgres from "postgres";
import { deconstruct } from "../../apps/assets/src/unity/deconstruct.ts";
import { parseMeta } from "../../apps/assets/src/unity/parse-meta.ts";
import { importFolder } from "../../packages/sdk/src/index.ts";
import { readFolder, SAMPLES } from "../local/seed.ts";
import type { Benchmark } from "./benchmark.ts";
import { forgetPeak, residentOf, toMiB } from "./memory.ts";
import { median } from "./statistics.ts";
import { type BenchWorkspace, createProject, expectData, openWorkspace } from "./workspace.ts";

const TARGET = 0.2;
const MIB = 1024 ** 2;
const GROWTH_LIMIT_BYTES = 256 * MIB;
const PAUSE_MS = 10;
const TIMEOUT_MS = 60_000;

/**
 * From a folder on disk to all its assets and components in the API, against a bare program that takes the same files apart and inserts the same
 * rows straight into PostgreSQL, one statement for each table, as a superuser without policies, history or anybody who listens.
 */
export const assetsImport: Benchmark = {
  name: "assets.import",
  wanted: `ratio ≥ ${TARGET}, growth ≤ ${GROWTH_LIMIT_BYTES / MIB} MiB`,
  target: TARGET,
  async run({ state, supervisor, quick, signal }) {
    const rounds = quick ? 2 : 7;
    const folder = SAMPLES.map((sample) => sample.folder).findLast(existsSync);
    if (!folder) throw new Error("There is no sample");
    const pid = supervisor.status().find(({ name }) => name === "assets")?.pid;
    if (!pid) throw new Error("assets does not run");
    const workspace = await openWorkspace(state.gatewayUrl);
    const probe = await openProbe(state.databaseOwnerUrl);
    try {
      const oursMs: number[] = [];
      const afterMs: number[] = [];
      const probeMs: number[] = [];
      const counts = new Set<string>();
      const before = residentOf(pid).now;
      forgetPeak(pid);
      let files = 0;
      // The first round of either pays for compiling.
      for (let round = -1; round < rounds; round++) {
        signal.throwIfAborted();
        const ours = await importOnce(workspace, folder, `Import of assets ${round}`);
        const bare = await probe.run(folder);
        files = ours.files;
        counts.add(
          `${ours.files} files, ${ours.assets} assets, ${await probe.count(ours.projectId)} components; the probe: ${bare.components}`,
        );
        if (round < 0) continue;
        oursMs.push(ours.ms);
        afterMs.push(ours.afterMs);
        probeMs.push(bare.ms);
      }
      const growth = residentOf(pid).peak - before;
      const ratio = median(probeMs) / median(oursMs);
      return {
        value: files / (median(oursMs) / 1000),
        unit: "files/s",
        probe: files / (median(probeMs) / 1000),
        ratio,
        ok: ratio >= TARGET && growth <= GROWTH_LIMIT_BYTES,
        details: [
          `${[...counts].join("; ")}; ${rounds} rounds, each into a new project, after one to warm up`,
          `${(median(oursMs) / 1000).toFixed(2)} s from disk to the last component, ${(median(afterMs) / 1000).toFixed(2)} s of them after the changeset was there`,
          `assets grew by ${toMiB(growth)} at its peak over all rounds, from ${toMiB(before)}`,
          `rounds: ${oursMs.map((ms, i) => `${(ms / 1000).toFixed(2)}/${((probeMs[i] ?? 0) / 1000).toFixed(2)}`).join(", ")}`,
        ],
      };
    } finally {
      await probe.close();
    }
  },
};

async function importOnce(workspace: BenchWorkspace, folder: string, name: string) {
  const projectId = await createProject(workspace, name);
  const beganMs = performance.now();
  const files = await readFolder(folder);
  const { changesetId } = await importFolder(workspace.client, { workspaceId: workspace.id, projectId, files, message: "Import" });
  const importedMs = performance.now();
  while (performance.now() - importedMs < TIMEOUT_MS) {
    const facets = expectData(await workspace.client.GET("/api/assets/facets", { params: { query: { projectId } } }));
    const ms = performance.now() - beganMs;
    if (facets.state.changesetId === changesetId)
      return { projectId, files: files.length, assets: facets.total.count, ms, afterMs: performance.now() - importedMs };
    await Bun.sleep(PAUSE_MS);
  }
  throw new Error("The assets did not follow their files");
}

/** The bare program, with tables like the service's own. */
async function openProbe(databaseUrl: string) {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const tables = ["slate_assets", "slate_asset_components", "slate_asset_references"];
  await sql`drop schema if exists probe cascade`;
  await sql`create schema probe`;
  for (const table of tables) await sql.unsafe(`create table probe.${table} (like public.${table} including all)`);
  const nobody = Bun.randomUUIDv7();

  async function run(folder: string): Promise<{ ms: number; components: number }> {
    for (const table of tables) await sql.unsafe(`truncate probe.${table}`);
    const beganMs = performance.now();
    const rows = await takeApart(folder);
    await sql.begin(async (tx) => {
      await tx`insert into probe.slate_assets (id, workspace_id, project_id, guid, path, name, type, size, metadata)
        select r.id, ${nobody}, ${nobody}, r.guid, r.path, r.path, r.type, r.size, r.metadata
        from json_to_recordset(${JSON.stringify(rows.assets)}::text::json) as r (id uuid, guid text, path text, type text, size bigint, metadata jsonb)`;
      await tx`insert into probe.slate_asset_components (asset_id, ordinal, workspace_id, project_id, file_id, class_id, component_type, component_name,
          script_guid, game_object_file_id, parent, stripped, editable, properties)
        select c."assetId", c.ordinal, ${nobody}, ${nobody}, c."localId", c."classId", c.type, c.name, c."scriptGuid", c."gameObject", c.parent, c.stripped,
          c.editable, c.properties
        from json_to_recordset(${JSON.stringify(rows.components)}::text::json) as c ("assetId" uuid, ordinal int, "localId" bigint, "classId" bigint, type text,
          name text, "scriptGuid" text, "gameObject" bigint, parent bigint, stripped boolean, editable boolean, properties jsonb)`;
      await tx`insert into probe.slate_asset_references (from_asset_id, ordinal, workspace_id, project_id, from_file_id, from_path, to_guid, to_file_id,
          to_asset_id, kind)
        select r."assetId", r.ordinal, ${nobody}, ${nobody}, r."fromLocalId", r.path, r."toGuid", r."toLocalId", r."to", r.kind
        from json_to_recordset(${JSON.stringify(rows.references)}::text::json) as r ("assetId" uuid, ordinal int, "fromLocalId" bigint, path text,
          "toGuid" text, "toLocalId" bigint, "to" uuid, kind text)`;
    });
    return { ms: performance.now() - beganMs, components: rows.components.length };
  }

  return {
    run,
    async count(projectId: string): Promise<number> {
      const [row] = await sql`select count(*)::int as n from slate_asset_components where project_id = ${projectId}`;
      return row?.n;
    },
    async close() {
      await sql`drop schema if exists probe cascade`;
      await sql.end();
    },
  };
}

/** Everything in a folder taken apart in one go, each asset with a new id. */
async function takeApart(folder: string) {
  const files = new Map<string, Uint8Array>();
  for (const { path, content } of await readFolder(folder)) files.set(path, new Uint8Array(await content.arrayBuffer()));
  const paths = [...new Set([...files.keys()].map((path) => path.replace(/\.meta$/, "")))];
  const guids = new Map<string, string>();
  for (const path of paths) {
    const meta = files.get(`${path}.meta`);
    const guid = meta && parseMeta(new TextDecoder().decode(meta)).guid;
    if (guid) guids.set(guid, path);
  }
  const ids = new Map(paths.map((path) => [path, Bun.randomUUIDv7()]));
  const idOf = (guid: string) => ids.get(guids.get(guid) ?? "") ?? null;
  const taken = paths.map((path) => {
    const bytes = files.get(path) ?? null;
    const meta = files.get(`${path}.meta`) ?? null;
    return {
      id: ids.get(path),
      path,
      size: bytes?.length ?? 0,
      ...deconstruct({ path, bytes, meta }, { pathOf: (guid) => guids.get(guid) }),
    };
  });
  return {
    assets: taken.map(({ id, path, size, asset }) => ({
      id,
      path,
      size,
      guid: asset.guid ?? id?.replaceAll("-", ""),
      type: asset.type,
      metadata: asset.metadata,
    })),
    components: taken.flatMap(({ id, components }) => components.map((one) => ({ assetId: id, ...one }))),
    references: taken.flatMap(({ id, references }) =>
      references.map((one, ordinal) => ({ assetId: id, ordinal, ...one, to: idOf(one.toGuid) })),
    ),
  };
}
