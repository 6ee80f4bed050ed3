import { compareSequences } from "@/components/diff/sequence.ts";

export type Part = { text: string; changed: boolean };

/** Beyond this a comparison word by word costs more than it tells. */
const wordLimit = 4000;

/** Both texts in parts, with the words that differ marked. */
export function markWords(before: string, after: string): { before: Part[]; after: Part[] } {
  const [oldWords, newWords] = [splitWords(before), splitWords(after)];
  if (oldWords.length + newWords.length > wordLimit) {
    return { before: [{ text: before, changed: true }], after: [{ text: after, changed: true }] };
  }
  const changes = compareSequences(oldWords, newWords);
  const cut = (words: string[], ranges: [number, number][]): Part[] => {
    const parts: Part[] = [];
    let at = 0;
    for (const [from, to] of [...ranges, [words.length, words.length] as const]) {
      if (from > at) parts.push({ text: words.slice(at, from).join(""), changed: false });
      if (to > from) parts.push({ text: words.slice(from, to).join(""), changed: true });
      at = to;
    }
    return parts;
  };
  return {
    before: cut(
      oldWords,
      changes.map(({ fromA, toA }) => [fromA, toA]),
    ),
    after: cut(
      newWords,
      changes.map(({ fromB, toB }) => [fromB, toB]),
    ),
  };
}

const splitWords = (text: string): string[] => text.match(/[\p{L}\p{N}_]+|\s+|./gsu) ?? [];
