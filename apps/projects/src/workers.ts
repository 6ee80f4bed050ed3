import { every, purgeIdempotencyKeys } from "@slate/service";
import type { Deps } from "./deps.ts";
import { failStaleImports } from "./imports/janitor.ts";
import { followChangesets } from "./search/follow-changesets.ts";

const MINUTE_MS = 60_000;

/** Background work of the service: what follows changesets, and what cleans up. */
export function startWorkers(deps: Deps) {
  const workers = [
    followChangesets(deps),
    every(MINUTE_MS, deps.log, () => failStaleImports(deps)),
    every(60 * MINUTE_MS, deps.log, () => purgeIdempotencyKeys(deps)),
  ];
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}
