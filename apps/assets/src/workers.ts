import { every, purgeIdempotencyKeys } from "@slate/service";
import type { Deps } from "./deps.ts";
import { followChangesets } from "./ingest/follow-changesets.ts";
import { followAssets } from "./previews/follow-assets.ts";
import { registryWorkers } from "./registry/workers.ts";
import { tidyUploads } from "./uploads/janitor.ts";

const MINUTE_MS = 60_000;

/** Background work of the service. */
export function startWorkers(deps: Deps) {
  const workers = [
    followChangesets(deps),
    followAssets(deps),
    every(60 * MINUTE_MS, deps.log, () => purgeIdempotencyKeys(deps)),
    every(MINUTE_MS, deps.log, () => tidyUploads(deps)),
    ...registryWorkers(deps),
  ];
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}
