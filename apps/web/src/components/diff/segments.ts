import type { Range } from "./rows.ts";

/** A coloured part of a line: `className` is one or more `tok-*` names. */
export type Token = Range & { className: string };
export type Segment = { text: string; className: string; marked: boolean };

/** Cuts a line where its colour or its mark changes. */
export function segmentLine(text: string, tokens: readonly Token[], marks: readonly Range[]): Segment[] {
  const cuts = new Set([0, text.length]);
  for (const { from, to } of [...tokens, ...marks]) cuts.add(from).add(to);
  const points = [...cuts].filter((at) => at <= text.length).sort((a, b) => a - b);
  const holds = (range: Range, at: number) => range.from <= at && at < range.to;
  return points.slice(0, -1).map((from, index) => ({
    text: text.slice(from, points[index + 1]),
    className: tokens.find((token) => holds(token, from))?.className ?? "",
    marked: marks.some((mark) => holds(mark, from)),
  }));
}
