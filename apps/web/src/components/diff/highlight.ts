import { classHighlighter, highlightTree } from "@lezer/highlight";
import { type LanguageName, loadLanguage } from "@/lib/languages.ts";
import type { DiffLine } from "./lines.ts";
import type { Token } from "./segments.ts";

/** Colours of one side of a diff, by line number. */
export type Colours = { left: Map<number, Token[]>; right: Map<number, Token[]> };

/** Beyond this, colours cost more than they help. */
const limitCharacters = 400_000;

/** Colours both sides of each group of lines; a group is read as one text, so that what spans lines keeps its colour. */
export async function colourDiff(groups: readonly (readonly DiffLine[])[], name: LanguageName): Promise<Colours> {
  const colours: Colours = { left: new Map(), right: new Map() };
  const language = await loadLanguage(name);
  if (!language) return colours;
  for (const group of groups) {
    const left = group.flatMap((line) => (line.kind === "added" ? [] : [{ number: line.left, text: line.text }]));
    const right = group.flatMap((line) => (line.kind === "removed" ? [] : [{ number: line.right, text: line.text }]));
    for (const [side, lines] of [
      ["left", left],
      ["right", right],
    ] as const) {
      for (const [number, tokens] of colourLines(lines, (text) => language.parser.parse(text))) colours[side].set(number, tokens);
    }
  }
  return colours;
}

type NumberedLine = { number: number; text: string };

function colourLines(lines: readonly NumberedLine[], parse: (text: string) => Parameters<typeof highlightTree>[0]): Map<number, Token[]> {
  const coloured = new Map<number, Token[]>();
  const text = lines.map((line) => line.text).join("\n");
  if (text.length > limitCharacters) return coloured;
  let index = 0;
  let start = 0;
  highlightTree(parse(text), classHighlighter, (from, to, className) => {
    while (index < lines.length && start + (lines[index]?.text.length ?? 0) < from) start += (lines[index++]?.text.length ?? 0) + 1;
    // A token over several lines (a block comment) is cut at their ends.
    let [at, lineStart] = [index, start];
    while (at < lines.length && lineStart < to) {
      const line = lines[at] as NumberedLine;
      const token = { from: Math.max(0, from - lineStart), to: Math.min(line.text.length, to - lineStart), className };
      if (token.to > token.from) coloured.set(line.number, [...(coloured.get(line.number) ?? []), token]);
      lineStart += line.text.length + 1;
      at++;
    }
  });
  return coloured;
}
