import type postgres from "postgres";
import { type Garbage, readGarbage, sizeOnDisk } from "./garbage.ts";
import type { Place } from "./place.ts";
import { findNamed, openRun, type Run } from "./runs.ts";

const LISTED_LIMIT = 100;
const RESTART_AGAIN_MS = 5000;

type Progress = ReturnType<typeof openRun>;
type Outcome = { status: "done" | "failed"; report: postgres.JSONValue; line: string };

/**
 * One run to its end. Answers whether it succeeded. Once removal has begun the registry still believes that it has what is gone: it is restarted
 * whatever happened, and until that has worked the fence stands.
 */
export async function collect(place: Place, sql: postgres.Sql, run: Run, waitSeconds: number): Promise<boolean> {
  const progress = openRun(sql, run);
  let isRemoving = run.wasRemoving;
  const beginRemoving = async (blobs: number) => {
    await progress.tell("removing", 0, blobs);
    isRemoving = true;
  };
  const { status, report, line } = await work(place, sql, run, { progress, waitSeconds, beginRemoving }).catch(failed);
  if (isRemoving) await restart(place, progress);
  await progress.end(status, report);
  console.log(line);
  return status === "done";
}

type Means = { progress: Progress; waitSeconds: number; beginRemoving: (blobs: number) => Promise<void> };

async function work(place: Place, sql: postgres.Sql, { dryRun }: Run, { progress, waitSeconds, beginRemoving }: Means): Promise<Outcome> {
  if (!dryRun) await raiseFence(progress, waitSeconds);
  await progress.tell("looking");
  const garbage = await findGarbage(place);
  const bytes = sizeOnDisk(place.storeFolder, garbage.blobs);
  // What the database names is held by manifests. If not, something is wrong that a collection would make final.
  const named = await findNamed(sql, garbage.blobs);
  const listed = named.slice(0, LISTED_LIMIT);
  if (named.length > 0 && !dryRun) {
    const error = "Content that is still named is held by no manifest; nothing was removed";
    return { status: "failed", report: { error, named: listed }, line: `${named.length} blobs are still named; nothing was removed.` };
  }
  if (!dryRun) {
    await beginRemoving(garbage.blobs.length);
    await runCollector(place, []);
  }
  const report = { blobs: garbage.blobs.length, bytes, removed: !dryRun, named: listed, digests: garbage.blobs.slice(0, LISTED_LIMIT) };
  const size = bytes === null ? "" : ` of ${bytes} bytes`;
  return { status: "done", report, line: `${garbage.blobs.length} blobs${size} ${dryRun ? "would go" : "are gone"}.` };
}

function failed(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  return { status: "failed", report: { error: message }, line: message };
}

/** From here on nobody gets a token to push, services write nothing, and after the wait no earlier token is good. */
async function raiseFence(progress: Progress, seconds: number): Promise<void> {
  await progress.fence();
  for (let waited = 0; waited < seconds; waited++) {
    await progress.tell("waiting for tokens to end", waited, seconds);
    await Bun.sleep(1000);
  }
}

/** Until it works: there is nothing else to be done, and with the fence up nothing goes wrong meanwhile. */
async function restart(place: Place, progress: Progress): Promise<void> {
  for (;;) {
    try {
      await progress.tell("restarting");
      return await place.restart();
    } catch (error) {
      console.error(`The registry could not be restarted: ${error instanceof Error ? error.message : error}`);
      await Bun.sleep(RESTART_AGAIN_MS);
    }
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
