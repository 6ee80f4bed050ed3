/**
 * Garbage collection of the registry, as a job: does what was asked for at POST /api/assets/registry/runs, or with `--now [--dry-run]` a run of
 * its own. `--wait-seconds` shortens the wait for tokens given before the fence, for tests that know of none.
 */
import { parseArgs } from "node:util";
import postgres from "postgres";
import { type Garbage, readGarbage, sizeOnDisk } from "./garbage.ts";
import { findPlace, type Place } from "./place.ts";
import { askForRun, findNamed, openRun, type Run, takeRun } from "./runs.ts";

/** A token lives five minutes and the registry allows its clock a minute more; services notice the fence within a second. */
const WAIT_SECONDS = 5 * 60 + 60 + 5;
const LISTED_LIMIT = 100;

const { values: flags } = parseArgs({
  options: {
    now: { type: "boolean", default: false },
    "dry-run": { type: "boolean", default: false },
    "wait-seconds": { type: "string", default: String(WAIT_SECONDS) },
  },
});

const place = findPlace();
const sql = postgres(place.databaseUrl, { max: 2, prepare: false, onnotice: () => {} });
try {
  if (flags.now) await askForRun(sql, flags["dry-run"]);
  let failed = false;
  for (let run = await takeRun(sql); run; run = await takeRun(sql)) failed = !(await collect(run)) || failed;
  process.exitCode = failed ? 1 : 0;
} finally {
  await sql.end();
}

/** One run to its end. Answers whether it succeeded. */
async function collect(run: Run): Promise<boolean> {
  const progress = openRun(sql, run);
  try {
    if (!run.dryRun) await raiseFence(progress);
    await progress.tell("looking");
    const garbage = await findGarbage(place);
    const bytes = sizeOnDisk(place.storeFolder, garbage.blobs);
    // What the database names is held by manifests. If not, something is wrong that a collection would make final.
    const named = await findNamed(sql, garbage.blobs);
    if (named.length > 0 && !run.dryRun) {
      await progress.end("failed", {
        error: "Content that is still named is held by no manifest; nothing was removed",
        named: named.slice(0, LISTED_LIMIT),
      });
      return say(`${named.length} blobs are still named; nothing was removed.`, false);
    }
    if (!run.dryRun) {
      await progress.tell("removing", 0, garbage.blobs.length);
      await runCollector(place, []);
      await progress.tell("restarting", garbage.blobs.length, garbage.blobs.length);
      await place.restart(); // it remembers which blobs it has
      await progress.unfence();
    }
    const report = {
      blobs: garbage.blobs.length,
      bytes,
      removed: !run.dryRun,
      named: named.slice(0, LISTED_LIMIT),
      digests: garbage.blobs.slice(0, LISTED_LIMIT),
    };
    await progress.end("done", report);
    return say(`${garbage.blobs.length} blobs${bytes === null ? "" : ` of ${bytes} bytes`} ${run.dryRun ? "would go" : "are gone"}.`, true);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await progress.end("failed", { error: message });
    return say(message, false);
  }
}

/** From here on nobody gets a token to push, services write nothing, and after the wait no earlier token is good. */
async function raiseFence(progress: ReturnType<typeof openRun>): Promise<void> {
  const seconds = Number(flags["wait-seconds"]);
  await progress.fence();
  for (let waited = 0; waited < seconds; waited++) {
    await progress.tell("waiting for tokens to end", waited, seconds);
    await Bun.sleep(1000);
  }
}

async function findGarbage(of: Place): Promise<Garbage> {
  return readGarbage(await runCollector(of, ["--dry-run"]));
}

async function runCollector({ collector, configFile }: Place, options: string[]): Promise<string> {
  const child = Bun.spawn([...collector, "garbage-collect", ...options, configFile], { stdout: "pipe", stderr: "pipe" });
  const [out, err, code] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited]);
  if (code !== 0) throw new Error(`the collector failed: ${err.slice(-2000)}`);
  return out;
}

function say(line: string, succeeded: boolean): boolean {
  console.log(line);
  return succeeded;
}
