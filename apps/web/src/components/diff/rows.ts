import type { DiffLine } from "./lines.ts";
import { compareSequences } from "./sequence.ts";

export type Range = { from: number; to: number };

/** One side of a line: its number and text, and which parts of it differ from its counterpart. */
export type Side = { kind: DiffLine["kind"]; number: number; text: string; marks: Range[] };

/** Old beside new; a side is missing where there is no counterpart. */
export type Pair = { left: Side | null; right: Side | null };

/** A run of pairs, or a number of equal lines that are folded away. `hidden` is null when the lines are not here at all. */
export type Block = { kind: "pairs"; pairs: Pair[] } | { kind: "fold"; id: string; count: number; hidden: Pair[] | null };

/** Equal lines shown around a change. */
const contextLines = 3;

/** Lines that share less than this are not worth marking word by word. */
const leastAlike = 0.35;

/** Sets removed and added lines side by side. */
export function pairLines(lines: readonly DiffLine[]): Pair[] {
  const pairs: Pair[] = [];
  let removed: Side[] = [];
  let added: Side[] = [];
  const flush = () => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      const pair = { left: removed[index] ?? null, right: added[index] ?? null };
      markWords(pair);
      pairs.push(pair);
    }
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.kind === "removed") {
      if (added.length > 0) flush();
      removed.push({ kind: "removed", number: line.left, text: line.text, marks: [] });
    } else if (line.kind === "added") {
      added.push({ kind: "added", number: line.right, text: line.text, marks: [] });
    } else {
      flush();
      const { text } = line;
      pairs.push({
        left: { kind: "same", number: line.left, text, marks: [] },
        right: { kind: "same", number: line.right, text, marks: [] },
      });
    }
  }
  flush();
  return pairs;
}

function markWords({ left, right }: Pair) {
  if (!left || !right || left.text.length + right.text.length > 4000) return;
  const [oldWords, newWords] = [splitWords(left.text), splitWords(right.text)];
  const changes = compareSequences(oldWords, newWords);
  const lengthOf = (words: string[]) => words.join("").trim().length;
  const changed = changes.reduce((sum, { fromA, toA }) => sum + lengthOf(oldWords.slice(fromA, toA)), 0);
  if (lengthOf(oldWords) - changed < leastAlike * Math.max(lengthOf(oldWords), lengthOf(newWords))) return;
  const offset = (words: string[], index: number) => words.slice(0, index).join("").length;
  for (const { fromA, toA, fromB, toB } of changes) {
    if (toA > fromA) left.marks.push({ from: offset(oldWords, fromA), to: offset(oldWords, toA) });
    if (toB > fromB) right.marks.push({ from: offset(newWords, fromB), to: offset(newWords, toB) });
  }
}

function splitWords(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|./gsu) ?? [];
}

/** Folds equal lines that are far from any change, except in the folds that are `open`. */
export function foldContext(pairs: readonly Pair[], open: ReadonlySet<string>): Block[] {
  const near = new Uint8Array(pairs.length);
  for (const [index, { left }] of pairs.entries()) {
    if (left?.kind === "same") continue;
    near.fill(1, Math.max(0, index - contextLines), index + contextLines + 1);
  }
  const blocks: Block[] = [];
  for (let start = 0; start < pairs.length; ) {
    let end = start + 1;
    while (end < pairs.length && near[end] === near[start]) end++;
    const run = pairs.slice(start, end);
    // The same in a diff from the server, where the fold is a gap: the line it begins with.
    const id = `${run[0]?.left?.number}`;
    // Folding a line or two would take as much room as showing them.
    if (near[start] || run.length <= 2 || open.has(id)) blocks.push({ kind: "pairs", pairs: run });
    else blocks.push({ kind: "fold", id, count: run.length, hidden: run });
    start = end;
  }
  return blocks;
}

/** In one column: what was removed above what was added, as in a patch. */
export function toUnified(pairs: readonly Pair[]): Pair[] {
  const rows: Pair[] = [];
  let added: Pair[] = [];
  for (const { left, right } of pairs) {
    if (left?.kind === "same") {
      rows.push(...added, { left, right });
      added = [];
      continue;
    }
    if (left) rows.push({ left, right: null });
    if (right) added.push({ left: null, right });
  }
  return [...rows, ...added];
}
