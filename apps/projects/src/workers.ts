import type { Deps } from "./deps.ts";

/** Background work of the service: what follows changesets, and what cleans up. */
export function startWorkers(_deps: Deps) {
  return { stop: async () => {} };
}
