import { startConsumer } from "@slate/service";
import type { Deps } from "../deps.ts";
import { indexChangeset } from "./index-changeset.ts";

const ACK_WAIT_MS = 30_000;

/**
 * Keeps the search index a moment behind the files. Changesets too large for their own event have a consumer of their own: a save
 * is searchable at once while an import is still being read.
 */
export function followChangesets(deps: Deps): { stop(): Promise<void> } {
  const follow = (durable: string, maxInFlight: number, isMine: (isLarge: boolean) => boolean) =>
    startConsumer({
      nats: deps.nats,
      log: deps.log,
      metrics: deps.metrics,
      stream: "SLATE",
      durable,
      filterSubject: "slate.*.changeset.created",
      ackWaitMs: ACK_WAIT_MS,
      maxInFlight,
      handle: async (event) => {
        if (event.type !== "changeset.created") return { do: "park", reason: `${event.type} is not for this consumer` };
        return isMine(event.data.files === null) ? indexChangeset(deps, event) : { do: "ack" };
      },
    });
  const consumers = [follow("projects-search", 16, (isLarge) => !isLarge), follow("projects-search-bulk", 1, (isLarge) => isLarge)];
  return {
    async stop() {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
    },
  };
}
