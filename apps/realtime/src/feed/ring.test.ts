import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Entry } from "./entry.ts";
import { createRing } from "./ring.ts";

const entryAt = (seq: number, sizeBytes = 10): Entry => ({ seq, event: {} as Entry["event"], frame: new Uint8Array(sizeBytes) });

test("memory gives exactly the newest events after a place, in order, whatever gaps the stream has", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4000 }),
      fc.integer({ min: 1, max: 300 }),
      fc.nat(),
      (gaps, events, at) => {
        const ring = createRing({ events, bytes: Number.POSITIVE_INFINITY });
        const all: number[] = [];
        for (const gap of gaps) {
          all.push((all.at(-1) ?? 0) + gap);
          ring.add(entryAt(all.at(-1) as number));
        }
        const kept = all.slice(-events);
        expect(ring.floor).toBe(all.at(-events - 1) ?? 0);
        const after = ring.floor + (at % ((all.at(-1) ?? 0) - ring.floor + 1));
        expect(ring.after(after, events).map(({ seq }) => seq)).toEqual(kept.filter((seq) => seq > after));
        expect(ring.after(after, 3)).toHaveLength(Math.min(3, kept.filter((seq) => seq > after).length));
      },
    ),
    { numRuns: 100 },
  );
});

test("memory stays within its bytes, yet always holds the newest event", () => {
  const ring = createRing({ events: 1000, bytes: 50_000 });
  for (let seq = 1; seq <= 100; seq++) ring.add(entryAt(seq, 8976)); // 10,000 bytes each with what an entry costs beside its frame
  expect(ring.after(ring.floor, 1000).map(({ seq }) => seq)).toEqual([96, 97, 98, 99, 100]);
  ring.add(entryAt(101, 200_000));
  expect(ring.after(ring.floor, 1000).map(({ seq }) => seq)).toEqual([101]);
});
