import type { Entry } from "./entry.ts";

/** Beside its frame, what an entry costs in memory, roughly. */
const ENTRY_OVERHEAD_BYTES = 1024;

export type Ring = ReturnType<typeof createRing>;

/** The most recent events, in order. Holds every event after `floor`; the oldest leave when a bound is met. */
export function createRing(limits: { events: number; bytes: number }) {
  let entries: Entry[] = [];
  /** Index of the oldest entry: leaving costs nothing until half of the array is waste. */
  let start = 0;
  let sizeBytes = 0;
  let floor = 0;

  const costOf = (entry: Entry) => entry.frame.byteLength + ENTRY_OVERHEAD_BYTES;

  function dropOldest() {
    const oldest = entries[start++] as Entry;
    sizeBytes -= costOf(oldest);
    floor = oldest.seq;
    if (start > 1024 && start > entries.length / 2) {
      entries = entries.slice(start);
      start = 0;
    }
  }

  return {
    /** Every event with a greater sequence is here, up to the newest. */
    get floor() {
      return floor;
    },
    clear(newFloor: number) {
      entries = [];
      start = 0;
      sizeBytes = 0;
      floor = newFloor;
    },
    add(entry: Entry) {
      entries.push(entry);
      sizeBytes += costOf(entry);
      while (entries.length - start > limits.events || (sizeBytes > limits.bytes && entries.length - start > 1)) dropOldest();
    },
    /** At most `limit` entries with a sequence greater than `seq`, which must not be below the floor. */
    after(seq: number, limit: number): Entry[] {
      let low = start;
      let high = entries.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((entries[middle] as Entry).seq <= seq) low = middle + 1;
        else high = middle;
      }
      return entries.slice(low, low + limit);
    },
  };
}
