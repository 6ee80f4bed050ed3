import type { EventOf } from "@slate/schema/events";
import { startConsumer, type Verdict } from "@slate/service";
import type { Deps } from "../deps.ts";
import { createSmallIndexer, indexChangeset } from "./index-changeset.ts";

const ACK_WAIT_MS = 30_000;
const MAX_IN_FLIGHT = 500;
type Handler = (event: EventOf<"changeset.created">) => Promise<Verdict>;

/**
 * Keeps the search index a moment behind the files. Changesets too large for their own event are indexed one at a time, beside the small
 * ones: a save is searchable at once while an import is still being read.
 */
export function followChangesets(deps: Deps): { stop(): Promise<void> } {
  const indexSmall = createSmallIndexer(deps);
  const indexLarge = oneAtATime((event) => indexChangeset(deps, event));
  return startConsumer({
    nats: deps.nats,
    log: deps.log,
    metrics: deps.metrics,
    stream: "SLATE",
    durable: "projects-search",
    filterSubject: "slate.*.changeset.created",
    ackWaitMs: ACK_WAIT_MS,
    maxInFlight: MAX_IN_FLIGHT,
    concurrent: true,
    handle: async (event) => {
      if (event.type !== "changeset.created") return { do: "park", reason: `${event.type} is not for this consumer` };
      return event.data.files === null ? indexLarge(event) : indexSmall(event);
    },
  });
}

function oneAtATime(handle: Handler): Handler {
  let last: Promise<unknown> = Promise.resolve();
  return (event) => {
    const next = last.then(() => handle(event));
    last = next.catch(() => {});
    return next;
  };
}
