import { every } from "@slate/service";
import type { Deps } from "../deps.ts";
import { createPublisher } from "./artifacts/publish.ts";
import { createSweep } from "./inbox/sweep.ts";
import { workThroughInbox } from "./inbox/work.ts";
import { giveUpCollections, startNightly, workThroughRuns } from "./runs/work.ts";

/** An asset is in the registry this long after it is known, at most; a turn without work is one small question. */
const PUBLISH_EVERY_MS = 2000;
const INBOX_EVERY_MS = 1000;
const SWEEP_EVERY_MS = 15_000;
const RUNS_EVERY_MS = 2000;
const NIGHTLY_EVERY_MS = 10 * 60_000;

/** What keeps the registry in step with the assets, and takes in what outside clients push. */
export const registryWorkers = (deps: Deps) => [
  every(PUBLISH_EVERY_MS, deps.log, createPublisher(deps)),
  every(INBOX_EVERY_MS, deps.log, () => workThroughInbox(deps)),
  every(SWEEP_EVERY_MS, deps.log, createSweep(deps)),
  every(RUNS_EVERY_MS, deps.log, () => workThroughRuns(deps, "scrub")),
  every(RUNS_EVERY_MS, deps.log, () => workThroughRuns(deps, "retain")),
  every(RUNS_EVERY_MS, deps.log, () => giveUpCollections(deps)),
  every(NIGHTLY_EVERY_MS, deps.log, () => startNightly(deps)),
];
