/**
 * Garbage collection of the registry, as a job: does what was asked for at POST /api/assets/registry/runs, or with `--now [--dry-run]` a run of
 * its own. With `--watch` it stays, looks again every few seconds and asks for one each night itself, at `--nightly-hour-utc`. `--wait-seconds`
 * shortens the wait for tokens given before the fence, for tests that know of none.
 */
import { parseArgs } from "node:util";
import postgres from "postgres";
import { collect } from "./collection.ts";
import { findPlace } from "./place.ts";
import { askForNightly, askForRun, takeRun } from "./runs.ts";

/** A token lives five minutes and the registry allows its clock a minute more; services notice the fence within a second. */
const WAIT_SECONDS = 5 * 60 + 60 + 5;
/** After the clean-up of assets, whose work it finishes. */
const NIGHTLY_HOUR_UTC = 4;
const LOOK_EVERY_MS = 5000;

const { values: flags } = parseArgs({
  options: {
    now: { type: "boolean", default: false },
    "dry-run": { type: "boolean", default: false },
    watch: { type: "boolean", default: false },
    "nightly-hour-utc": { type: "string", default: String(NIGHTLY_HOUR_UTC) },
    "wait-seconds": { type: "string", default: String(WAIT_SECONDS) },
  },
});

if (flags.watch) await watch();
else process.exitCode = (await lookOnce(flags.now)) ? 0 : 1;

/** Does what waits. Answers whether all of it succeeded. */
async function lookOnce(askNow: boolean): Promise<boolean> {
  const place = findPlace();
  const sql = postgres(place.databaseUrl, { max: 2, prepare: false, onnotice: () => {} });
  try {
    if (askNow) await askForRun(sql, flags["dry-run"]);
    if (flags.watch && new Date().getUTCHours() === Number(flags["nightly-hour-utc"])) await askForNightly(sql);
    let succeeded = true;
    for (let run = await takeRun(sql); run; run = await takeRun(sql))
      succeeded = (await collect(place, sql, run, Number(flags["wait-seconds"]))) && succeeded;
    return succeeded;
  } finally {
    await sql.end();
  }
}

/** A stack that is not up yet, or a database that is away, is looked for again. */
async function watch(): Promise<never> {
  let complaint = "";
  for (;;) {
    await lookOnce(false).then(
      () => {
        complaint = "";
      },
      (error: Error) => {
        if (error.message !== complaint) console.error(error.message);
        complaint = error.message;
      },
    );
    await Bun.sleep(LOOK_EVERY_MS);
  }
}
