import type { EventOf } from "@slate/schema/events";
import { startConsumer, type Verdict } from "@slate/service";
import type { Deps } from "../deps.ts";
import { createSmallIndexer, indexChangeset } from "./index-changeset.ts";

const ACK_WAIT_MS = 30_000;
type Handler = (event: EventOf<"changeset.created">) => Promise<Verdict>;

/**
 * Keeps the search index a moment behind the files. Changesets too large for their own event have a consumer of their own: a save
 * is searchable at once while an import is still being read.
 */
export function followChangesets(deps: Deps): { stop(): Promise<void> } {
  const follow = (
    durable: string,
    settings: { maxInFlight: number; concurrent: boolean },
    isMine: (isLarge: boolean) => boolean,
    index: Handler,
  ) =>
    startConsumer({
      nats: deps.nats,
      log: deps.log,
      metrics: deps.metrics,
      stream: "SLATE",
      durable,
      filterSubject: "slate.*.changeset.created",
      ackWaitMs: ACK_WAIT_MS,
      ...settings,
      handle: async (event) => {
        if (event.type !== "changeset.created") return { do: "park", reason: `${event.type} is not for this consumer` };
        return isMine(event.data.files === null) ? index(event) : { do: "ack" };
      },
    });
  const consumers = [
    follow("projects-search", { maxInFlight: 500, concurrent: true }, (isLarge) => !isLarge, createSmallIndexer(deps)),
    follow(
      "projects-search-bulk",
      { maxInFlight: 1, concurrent: false },
      (isLarge) => isLarge,
      (event) => indexChangeset(deps, event),
    ),
  ];
  return {
    async stop() {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
    },
  };
}
