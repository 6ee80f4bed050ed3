import { compareSequences, type SequenceChange } from "@/components/diff/sequence.ts";

/** `conflicts` counts the places where both changed the same lines; there the result keeps `mine`. */
export type MergedText = { text: string; conflicts: number };

/** Puts together what two people made of one text, line by line. */
export function mergeTexts(base: string, mine: string, theirs: string): MergedText {
  const [baseLines, mineLines, theirLines] = [base, mine, theirs].map((text) => text.split("\n")) as [string[], string[], string[]];
  const myChanges = [...compareSequences(baseLines, mineLines)];
  const theirChanges = [...compareSequences(baseLines, theirLines)];
  const merged: string[] = [];
  let at = 0;
  let conflicts = 0;
  while (myChanges.length > 0 || theirChanges.length > 0) {
    const group = takeGroup(myChanges, theirChanges);
    merged.push(...baseLines.slice(at, group.from));
    const my = applyTo(baseLines, mineLines, group.mine, group);
    const their = applyTo(baseLines, theirLines, group.theirs, group);
    const same = my.length === their.length && my.every((line, index) => line === their[index]);
    if (group.mine.length > 0 && group.theirs.length > 0 && !same) conflicts++;
    merged.push(...(group.mine.length > 0 ? my : their));
    at = group.to;
  }
  merged.push(...baseLines.slice(at));
  return { text: merged.join("\n"), conflicts };
}

type Group = { from: number; to: number; mine: SequenceChange[]; theirs: SequenceChange[] };

/** The next change of either side, with all that touch it: a stretch of the base that is decided as one. */
function takeGroup(myChanges: SequenceChange[], theirChanges: SequenceChange[]): Group {
  const firstIsMine = (myChanges[0]?.fromA ?? Number.POSITIVE_INFINITY) <= (theirChanges[0]?.fromA ?? Number.POSITIVE_INFINITY);
  const first = (firstIsMine ? myChanges[0] : theirChanges[0]) as SequenceChange;
  const group: Group = { from: first.fromA, to: first.toA, mine: [], theirs: [] };
  for (let grew = true; grew; ) {
    grew = false;
    for (const [pending, taken] of [
      [myChanges, group.mine],
      [theirChanges, group.theirs],
    ] as const) {
      const next = pending[0];
      // Changes that only touch, with no line between them, are one place to a reader too.
      if (!next || next.fromA > group.to) continue;
      pending.shift();
      taken.push(next);
      group.to = Math.max(group.to, next.toA);
      grew = true;
    }
  }
  return group;
}

/** What one side made of the base lines of a group. */
function applyTo(base: string[], side: string[], changes: SequenceChange[], { from, to }: Group): string[] {
  const lines: string[] = [];
  let at = from;
  for (const change of changes) {
    lines.push(...base.slice(at, change.fromA), ...side.slice(change.fromB, change.toB));
    at = change.toA;
  }
  return [...lines, ...base.slice(at, to)];
}
