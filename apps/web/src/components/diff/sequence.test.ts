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

describe("comparing sequences", () => {
  test("applying the changes to one gives the other", () => {
    fc.assert(
      fc.property(words, words, (a, b) => expect(apply(a, b)).toEqual(b)),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => expect(apply(a, b)).toEqual(b)));
  });

  test("what two sequences have in common is told as such, by far the most of it", () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const kept = a.length - compareSequences(a, b).reduce((sum, { fromA, toA }) => sum + toA - fromA, 0);
        // An element that stands once in a stretch may anchor it, which is easier to read and may cost a little.
        expect(kept).toBeGreaterThanOrEqual(Math.floor(commonLength(a, b) * 0.5));
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
