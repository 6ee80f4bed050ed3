import type { Hunk } from "@slate/schema/api";
import { compareSequences } from "./sequence.ts";

/** One line of a diff. Line numbers start at 1; `left` is the old text, `right` the new one. */
export type DiffLine =
  | { kind: "same"; left: number; right: number; text: string }
  | { kind: "removed"; left: number; text: string }
  | { kind: "added"; right: number; text: string };

/** Compares two texts line by line. */
export function compareTexts(oldText: string, newText: string): DiffLine[] {
  const [oldLines, newLines] = [splitLines(oldText), splitLines(newText)];
  const lines: DiffLine[] = [];
  let [left, right] = [0, 0];
  const takeSame = () => {
    lines.push({ kind: "same", left: left + 1, right: right + 1, text: newLines[right] ?? "" });
    left++;
    right++;
  };
  for (const change of compareSequences(oldLines, newLines)) {
    while (left < change.fromA) takeSame();
    for (; left < change.toA; left++) lines.push({ kind: "removed", left: left + 1, text: oldLines[left] ?? "" });
    for (; right < change.toB; right++) lines.push({ kind: "added", right: right + 1, text: newLines[right] ?? "" });
  }
  while (left < oldLines.length) takeSame();
  return lines;
}

/** The lines of a hunk as the server sends it. */
export function readHunk(hunk: Hunk): DiffLine[] {
  // Of an empty side, the header names the line before (or 0), as in every unified diff.
  let left = hunk.oldStart + (hunk.oldLines === 0 ? 1 : 0);
  let right = hunk.newStart + (hunk.newLines === 0 ? 1 : 0);
  return hunk.lines.flatMap((line): DiffLine[] => {
    const text = line.slice(1);
    if (line.startsWith("+")) return [{ kind: "added", right: right++, text }];
    if (line.startsWith("-")) return [{ kind: "removed", left: left++, text }];
    if (line.startsWith(" ")) return [{ kind: "same", left: left++, right: right++, text }];
    return [];
  });
}

function splitLines(text: string): string[] {
  if (text === "") return [];
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
