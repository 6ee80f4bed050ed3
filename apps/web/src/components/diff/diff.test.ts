import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { colourDiff } from "./highlight.ts";
import { compareTexts, type DiffLine, readHunk } from "./lines.ts";
import { foldContext, pairLines, toUnified } from "./rows.ts";
import { segmentLine } from "./segments.ts";

const patch = (lines: DiffLine[]) => lines.map(({ kind, text }) => `${{ same: " ", removed: "-", added: "+" }[kind]}${text}`);
const side = (lines: DiffLine[], without: DiffLine["kind"]) => lines.filter(({ kind }) => kind !== without).map(({ text }) => text);

describe("comparing texts", () => {
  test("only what changed is told as changed", () => {
    expect(patch(compareTexts("a\nb\nc\n", "a\nB\nc\nd\n"))).toEqual([" a", "-b", "+B", " c", "+d"]);
    expect(compareTexts("", "")).toEqual([]);
    expect(patch(compareTexts("", "a"))).toEqual(["+a"]);
  });

  test("either text can be read back from the lines, with its numbers in order", () => {
    const line = fc.constantFrom("a", "b", "c", "{", "}", "");
    const text = fc.array(line, { maxLength: 40 }).map((lines) => lines.map((one) => `${one}\n`).join(""));
    fc.assert(
      fc.property(text, text, (oldText, newText) => {
        const lines = compareTexts(oldText, newText);
        expect(
          side(lines, "added")
            .map((one) => `${one}\n`)
            .join(""),
        ).toBe(oldText);
        expect(
          side(lines, "removed")
            .map((one) => `${one}\n`)
            .join(""),
        ).toBe(newText);
        const numbers = lines.flatMap((one) => ("right" in one ? [one.right] : []));
        expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      }),
    );
  });

  test("more distinct lines than there are characters still give a true answer", () => {
    const many = (from: number) => Array.from({ length: 40_000 }, (_, index) => `line ${from + index}\n`).join("");
    const lines = compareTexts(many(0), many(30_000));
    expect(side(lines, "added")).toHaveLength(40_000);
    expect(side(lines, "removed").at(-1)).toBe("line 69999");
  });
});

test("a hunk from the server keeps its line numbers, and its note about a missing newline is no line", () => {
  const hunk = { oldStart: 10, oldLines: 2, newStart: 12, newLines: 2, lines: [" same", "-old", "+new", "\\ No newline at end of file"] };
  expect(readHunk(hunk)).toEqual([
    { kind: "same", left: 10, right: 12, text: "same" },
    { kind: "removed", left: 11, text: "old" },
    { kind: "added", right: 13, text: "new" },
  ]);
  expect(readHunk({ oldStart: 0, oldLines: 0, newStart: 1, newLines: 1, lines: ["+first"] })).toEqual([
    { kind: "added", right: 1, text: "first" },
  ]);
});

describe("rows", () => {
  test("a changed line stands beside what it became, with the changed words marked", () => {
    const [pair] = pairLines(compareTexts("  health = 100;", "  health = 250;"));
    expect(pair?.left?.marks.map(({ from, to }) => pair.left?.text.slice(from, to))).toEqual(["100"]);
    expect(pair?.right?.marks.map(({ from, to }) => pair.right?.text.slice(from, to))).toEqual(["250"]);
  });

  test("lines with nothing in common are not marked word by word", () => {
    const [pair] = pairLines(compareTexts("using UnityEngine;", "}"));
    expect(pair?.left?.marks).toEqual([]);
  });

  test("in one column, what was removed comes before what was added", () => {
    const rows = toUnified(pairLines(compareTexts("a\nb\nz", "A\nB\nz")));
    expect(rows.map(({ left, right }) => (left?.kind === "same" ? " " : left ? "-" : "+") + (left ?? right)?.text)).toEqual([
      "-a",
      "-b",
      "+A",
      "+B",
      " z",
    ]);
  });

  test("far from a change lines are folded, and opening a fold shows exactly them", () => {
    const text = (changed: string) => [...Array.from({ length: 20 }, (_, index) => `line ${index}`), changed].join("\n");
    const pairs = pairLines(compareTexts(text("old"), text("new")));
    const [fold, rest] = foldContext(pairs, new Set());
    expect(fold).toMatchObject({ kind: "fold", count: 17 });
    expect(rest?.kind === "pairs" && rest.pairs).toHaveLength(4);
    const opened = foldContext(pairs, new Set([fold?.kind === "fold" ? fold.id : ""]));
    expect(opened.flatMap((block) => (block.kind === "pairs" ? block.pairs : []))).toHaveLength(21);
  });
});

test("a line is cut where its colour or its mark changes, and nothing of it is lost", () => {
  const segments = segmentLine(
    "var x = 12;",
    [
      { from: 0, to: 3, className: "tok-keyword" },
      { from: 8, to: 10, className: "tok-number" },
    ],
    [{ from: 9, to: 11 }],
  );
  expect(segments.map(({ text, className, marked }) => [text, className, marked])).toEqual([
    ["var", "tok-keyword", false],
    [" x = ", "", false],
    ["1", "tok-number", false],
    ["2", "tok-number", true],
    [";", "", true],
  ]);
});

test("a comment over several lines is coloured on each of them", async () => {
  const lines = compareTexts("", "/* one\n   two */\nint x = 1;\n");
  const { right } = await colourDiff([lines], "csharp");
  expect([1, 2].map((number) => right.get(number)?.[0]?.className)).toEqual(["tok-comment", "tok-comment"]);
  expect(right.get(3)?.some(({ className }) => className.includes("tok-number"))).toBe(true);
});
