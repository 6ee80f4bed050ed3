import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { pollUntil } from "../local/poll.ts";
import type { Bench, Benchmark } from "./benchmark.ts";
import { CLIENTS, runPgbench } from "./pgbench.ts";
import { describeProcessorTimes, metered, type ProcessorTimes, untilIdle } from "./processor-time.ts";
import { fileOf, type SavedOnce, writeSaveScript } from "./save-script.ts";
import { type Logged, readStatements } from "./statement-log.ts";
import { describeTimes, median } from "./statistics.ts";
import { type BenchWorkspace, createProject, expectData, openWorkspace } from "./workspace.ts";

const TARGET = 0.5;
const IDLE_TIMEOUT_MS = 180_000;
const WARM_UP_SAVES = 1000;
const LINE = "// A line of a script, as long as lines of scripts often are.\n";
const PAYLOAD = LINE.repeat(66); // 4 KiB

/** Saves of 16 files by 16 clients through the gateway, against pgbench sending the SQL of one such save through pgbouncer. */
export const fileSave: Benchmark = {
  name: "file.save",
  wanted: `ratio ≥ ${TARGET}`,
  target: TARGET,
  async run(bench) {
    const { state, supervisor, quick, signal } = bench;
    const [rounds, seconds] = quick ? [2, 3] : [3, 8];
    await untilIdle(supervisor, IDLE_TIMEOUT_MS);
    const workspace = await openWorkspace(state.gatewayUrl);
    const projectId = await createProject(workspace, "Save");
    const files = await createFiles(workspace, projectId);
    const save = (file: SavedFile) => saveOnce(state.gatewayUrl, workspace.key, file);
    const sql = postgres(state.databaseOwnerUrl, { max: 1, onnotice: () => {} });
    const scratch = mkdtempSync(join(tmpdir(), "slate-bench-"));
    try {
      await saveFor(files, 3, save);
      const one = files[0] as SavedFile;
      const statements = await logOneSave(bench, sql, () => save(one));
      const shared = [workspace.id, workspace.userId, workspace.keyId, projectId];
      const once: SavedOnce = { shared, fileId: one.id, fileName: one.name, sha256: one.sha256, version: one.version };
      const probe = async (round: number) => {
        const scriptFile = join(scratch, "save.sql");
        writeFileSync(scriptFile, writeSaveScript(statements, once, round));
        const probeFiles = files.map((_, client) => fileOf(once, round, client));
        await copyFile(sql, once, probeFiles);
        await drained(sql);
        await supervisor.stop("projects"); // its relay would publish what pgbench writes, at the probe's expense
        try {
          const url = state.services.projects?.DATABASE_URL ?? "";
          const result = await metered(supervisor, bareTimes, () => runPgbench(url, scriptFile, seconds, signal));
          bareTimes.load = (bareTimes.load ?? 0) + result.processorMs;
          transactions += result.transactions;
          await checkWork(sql, probeFiles, result.transactions);
          return result;
        } finally {
          await sql`delete from outbox where service = 'projects'`;
          await supervisor.start("projects");
        }
      };
      const ourTimes: ProcessorTimes = {};
      const bareTimes: ProcessorTimes = {};
      let transactions = 0;
      const ours: number[] = [];
      const bare: number[] = [];
      const timesMs: number[] = [];
      for (let round = 1; round <= rounds; round++) {
        await warmUp(files, save);
        const saved = await metered(supervisor, ourTimes, () => saveFor(files, seconds, save));
        ours.push(saved.length / seconds);
        timesMs.push(...saved);
        bare.push((await probe(round)).transactionsPerSecond);
      }
      const ratio = median(ours) / median(bare);
      return {
        value: median(ours),
        unit: "saves/s",
        probe: median(bare),
        ratio,
        ok: ratio >= TARGET,
        details: [
          `${CLIENTS} clients, each its own file of ${PAYLOAD.length} bytes, ${rounds} rounds of ${seconds} s each, turn by turn`,
          `a save takes ${describeTimes(timesMs)}`,
          `a save is ${statements.length} statements in ${statements.filter(({ sql }) => /^commit/i.test(sql)).length} transactions`,
          `processor time of a save: ${describeProcessorTimes(ourTimes, timesMs.length)}`,
          `of a transaction of pgbench: ${describeProcessorTimes(bareTimes, transactions)}`,
          `rounds: ${ours.map((value, i) => `${value.toFixed(0)}/${bare[i]?.toFixed(0)}`).join(", ")}`,
        ],
      };
    } finally {
      rmSync(scratch, { recursive: true });
      await sql.end();
    }
  },
};

type SavedFile = { id: string; name: string; version: number; sha256: string; saves: number };

const createFiles = ({ client }: BenchWorkspace, projectId: string): Promise<SavedFile[]> =>
  Promise.all(
    Array.from({ length: CLIENTS }, async (_, i) => {
      const name = `Script${String(i).padStart(3, "0")}`;
      const body = { projectId, path: `Assets/Scripts/${name}.cs`, content: PAYLOAD, message: "" };
      const { id, version, sha256 } = expectData(await client.POST("/api/files", { body }));
      return { id, name, version, sha256, saves: 0 };
    }),
  );

/** Content that was never there before, always of the same length. */
const nextContent = (file: SavedFile): string => `${PAYLOAD.slice(0, -42)}${file.id}${String(++file.saves).padStart(6, "0")}`;

async function saveOnce(gatewayUrl: string, key: string, file: SavedFile): Promise<void> {
  const response = await fetch(`${gatewayUrl}/api/files/${file.id}/content`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/octet-stream", "If-Match": `"${file.version}"` },
    body: nextContent(file),
  });
  const saved = (await response.json()) as { version: number; sha256: string };
  if (!response.ok || saved.version !== file.version + 1) throw new Error(`A save answered ${response.status} ${JSON.stringify(saved)}`);
  Object.assign(file, { version: saved.version, sha256: saved.sha256 });
}

/** Saves each file again and again for so long; answers how long each save took, in ms. */
async function saveFor(files: SavedFile[], seconds: number, save: (file: SavedFile) => Promise<void>): Promise<number[]> {
  const timesMs: number[] = [];
  const endMs = performance.now() + seconds * 1000;
  const client = async (file: SavedFile) => {
    while (performance.now() < endMs) {
      const beganMs = performance.now();
      await save(file);
      timesMs.push(performance.now() - beganMs);
    }
  };
  await Promise.all(files.map(client));
  return timesMs;
}

/** The service has just been started: its code is not compiled yet, while the probe's always is. */
async function warmUp(files: SavedFile[], save: (file: SavedFile) => Promise<void>): Promise<void> {
  for (let saves = 0; saves < WARM_UP_SAVES; ) saves += (await saveFor(files, 1, save)).length;
}

/** The statements that the service sends for one save: its requests' role only, not what the relay does later for many saves at once. */
async function logOneSave({ state }: Bench, sql: postgres.Sql, save: () => Promise<unknown>): Promise<Logged[]> {
  const file = join(state.logs, "postgres.log");
  const switchLog = async (statement: string) => {
    await sql.unsafe(statement);
    await sql`select pg_reload_conf()`;
    const wanted = /all/.test(statement) ? "all" : "none";
    await pollUntil(async () => (await sql`show log_statement`)[0]?.log_statement === wanted, { timeoutMs: 5000, what: "log_statement" });
  };
  await drained(sql);
  const start = statSync(file).size;
  await switchLog("alter system set log_statement = 'all'");
  try {
    await save();
  } finally {
    await switchLog("alter system reset log_statement");
  }
  const statements = readStatements(readFileSync(file).subarray(start).toString()).filter(({ user }) => user === "projects");
  if (!statements.some(({ sql }) => sql.includes("slate_file_versions"))) throw new Error(`${file} does not show the save`);
  return statements;
}

/** Waits until the relay has published everything. */
const drained = (sql: postgres.Sql): Promise<void> =>
  pollUntil(async () => (await sql`select from outbox where service = 'projects' limit 1`).length === 0, {
    timeoutMs: 30_000,
    what: "An empty outbox",
  });

/** Puts copies of a file beside it, at version 1, for pgbench to save. */
async function copyFile(sql: postgres.Sql, { fileId, fileName }: SavedOnce, copies: { id: string; name: string }[]): Promise<void> {
  for (const { id, name } of copies) {
    await sql`
      insert into slate_files select copy.* from slate_files f, jsonb_populate_record(f, jsonb_build_object('id', ${id}::text, 'version', 1,
        'path', replace(f.path, ${fileName}, ${name}), 'path_key', replace(f.path_key, lower(${fileName}), lower(${name})))) copy
      where f.id = ${fileId}`;
  }
}

/** Throws unless every transaction of pgbench made a version, as a save does: a statement that finds no row is no work. */
async function checkWork(sql: postgres.Sql, files: { id: string }[], transactions: number): Promise<void> {
  const ids = files.map(({ id }) => id);
  const [made] =
    await sql`select count(*)::int as versions, count(distinct file_id)::int as files from slate_file_versions where file_id = any(${ids})`;
  const [left] = await sql`select sum(version - 1)::int as saves from slate_files where id = any(${ids})`;
  if (made?.versions !== transactions || left?.saves !== transactions || made?.files !== files.length)
    throw new Error(`pgbench ran ${transactions} transactions, but the files show ${made?.versions} versions and ${left?.saves} saves`);
}
