import { countOf } from "@/lib/format.ts";

export const text = {
  same: "Both versions are the same.",
  added: (lines: number) => countOf(lines, "line added", "lines added"),
  removed: (lines: number) => countOf(lines, "line removed", "lines removed"),
  addedLine: "Added: ",
  removedLine: "Removed: ",
  hidden: "Unchanged lines",
  hiddenLines: (lines: number) => countOf(lines, "unchanged line"),
  unfoldAll: "Show all unchanged lines",
  foldAll: "Fold unchanged lines",
  toSplit: "Side by side",
  toUnified: "In one column",
};
