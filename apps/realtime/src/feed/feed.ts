import type { Log } from "@slate/service";
import type { RealtimeMetrics } from "../metrics.ts";
import { type Entry, readEntry } from "./entry.ts";
import { formatEventId } from "./event-id.ts";
import { createRing } from "./ring.ts";

/** What JetStream says about the stream: its life, and the first and last sequence that it holds. */
export type StreamState = { epoch: string; firstSeq: number; lastSeq: number };

type Options = {
  limits: { events: number; bytes: number };
  metrics: RealtimeMetrics;
  log: Log;
  /** Called for each new event; not for those that only fill the memory at the start. */
  onEntry: (entry: Entry) => void;
  /** The thread is cut: whoever listens must come again and be told where to start. */
  onCut: () => void;
};

export type Feed = ReturnType<typeof createFeed>;

/** All events in order, as far as this process has read them: memory for reconnects, and a call for each new one. */
export function createFeed({ limits, metrics, log, onEntry, onCut }: Options) {
  const ring = createRing(limits);
  let epoch = "";
  let position = 0;
  /** Until then the memory is being filled with what happened before we started. */
  let readyAt = Number.POSITIVE_INFINITY;
  const isReady = () => position >= readyAt;
  const waiting = new Set<() => void>();
  const release = () => {
    if (!isReady()) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  };

  return {
    ring,
    get epoch() {
      return epoch;
    },
    /** Sequence of the newest message read. */
    get position() {
      return position;
    },
    /** Whether memory holds what happened before we started, as far as it reaches; waits for that at most `withinMs`. */
    async whenReady(withinMs: number): Promise<boolean> {
      if (isReady()) return true;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      const timer = setTimeout(resolve, withinMs);
      await promise;
      clearTimeout(timer);
      waiting.delete(resolve);
      return isReady();
    },
    get lastEventId() {
      return formatEventId(epoch, position);
    },
    /** Meets the stream, again or for the first time; answers the sequence to read on from. */
    resume(stream: StreamState): number {
      const isSame = stream.epoch === epoch && stream.lastSeq >= position && stream.firstSeq <= position + 1;
      if (!isSame) {
        if (epoch) log.warn({ was: { epoch, position }, now: stream }, "the stream lost or renumbered events: readers start afresh");
        epoch = stream.epoch;
        position = Math.max(0, stream.firstSeq - 1, stream.lastSeq - limits.events);
        readyAt = stream.lastSeq;
        ring.clear(position);
        onCut();
        release();
      }
      return position;
    },
    /** There is nothing more to read right now. */
    caughtUp() {
      readyAt = Math.min(readyAt, position);
      release();
    },
    append(seq: number, body: Uint8Array) {
      if (seq <= position) return;
      const isNews = isReady();
      position = seq;
      release();
      metrics.received.inc();
      let entry: Entry;
      try {
        entry = readEntry(epoch, seq, body);
      } catch (error) {
        // Consumers that act on events park it; here it only must not stop those behind it.
        metrics.unreadable.inc();
        log.warn({ err: String(error), seq }, "not an event of the catalogue");
        return;
      }
      ring.add(entry);
      if (isNews) onEntry(entry);
    },
  };
}
