import { diff } from "@codemirror/merge";

/** A stretch of `a` replaced by a stretch of `b`; indexes into the sequences. */
export type SequenceChange = { fromA: number; toA: number; fromB: number; toB: number };

/** How hard to look for the smallest difference; beyond it the answer is coarser, never wrong. */
const scanLimit = 2000;

/** Compares two sequences of lines or words. */
export function compareSequences(a: readonly string[], b: readonly string[]): readonly SequenceChange[] {
  // Every distinct element becomes a character of its own, so that a text diff compares whole elements.
  const codes = new Map<string, string>();
  for (const element of [...a, ...b]) {
    if (codes.has(element)) continue;
    // Half characters (surrogates) would be taken for pairs.
    const code = codes.size < 0xd800 ? codes.size : codes.size + 0x800;
    if (code > 0xffff) return [{ fromA: 0, toA: a.length, fromB: 0, toB: b.length }];
    codes.set(element, String.fromCharCode(code));
  }
  const encode = (elements: readonly string[]) => elements.map((element) => codes.get(element)).join("");
  return diff(encode(a), encode(b), { scanLimit });
}
