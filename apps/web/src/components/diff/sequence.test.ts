import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { compareSequences } from "./sequence.ts";

/** The length of the longest common subsequence, by the book: slow and sure. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const element of a) {
    const next = [0];
    for (const [index, other] of b.entries())
      next.push(element === other ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

function apply(a: readonly string[], b: readonly string[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const change of compareSequences(a, b)) {
    result.push(...a.slice(at, change.fromA), ...b.slice(change.fromB, change.toB));
    at = change.toA;
  }
  return [...result, ...a.slice(at)];
}

const words = fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 30 });
/** Enough of them, and few enough twice, for anchors. */
const lines = fc.array(fc.integer({ min: 0, max: 90 }).map(String), { minLength: 40, maxLength: 120 });

describe("comparing sequences", () => {
  test("applying the changes to one gives the other", () => {
    fc.assert(
      fc.property(words, words, (a, b) => expect(apply(a, b)).toEqual(b)),
      { numRuns: 500 },
    );
    fc.assert(fc.property(lines, lines, (a, b) => expect(apply(a, b)).toEqual(b)));
    fc.assert(fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => expect(apply(a, b)).toEqual(b)));
  });

  test("all that two short sequences have in common is told as such", () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const kept = a.length - compareSequences(a, b).reduce((sum, { fromA, toA }) => sum + toA - fromA, 0);
        expect(kept).toBe(commonLength(a, b));
      }),
    );
  });

  test("changes come in order, never touch and are never empty", () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        let [endA, endB] = [-1, -1];
        for (const { fromA, toA, fromB, toB } of compareSequences(a, b)) {
          expect(fromA > endA && fromB > endB && (toA > fromA || toB > fromB)).toBe(true);
          [endA, endB] = [toA, toB];
        }
      }),
    );
  });

  test("a moved block is one removal and one addition, the rest stays", () => {
    const lines = Array.from({ length: 50 }, (_, index) => `line ${index}`);
    const moved = [...lines.slice(10), ...lines.slice(0, 10)];
    expect(compareSequences(lines, moved)).toEqual([
      { fromA: 0, toA: 10, fromB: 0, toB: 0 },
      { fromA: 50, toA: 50, fromB: 40, toB: 50 },
    ]);
  });

  test("two long texts with nothing in common take no time", () => {
    const startedAt = performance.now();
    const a = Array.from({ length: 40_000 }, (_, index) => `a${index % 9000}`);
    const b = Array.from({ length: 40_000 }, (_, index) => `b${index % 9000}`);
    expect(compareSequences(a, b)).toEqual([{ fromA: 0, toA: 40_000, fromB: 0, toB: 40_000 }]);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
