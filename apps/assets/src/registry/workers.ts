import { every } from "@slate/service";
import type { Deps } from "../deps.ts";
import { createPublisher } from "./artifacts/publish.ts";

/** An asset is in the registry this long after it is known, at most; a turn without work is one small question. */
const PUBLISH_EVERY_MS = 2000;

/** What keeps the registry in step with the assets. */
export const registryWorkers = (deps: Deps) => [every(PUBLISH_EVERY_MS, deps.log, createPublisher(deps))];
