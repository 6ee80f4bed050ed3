import type { MapNode, SequenceNode, TreeNode } from "../../unity/tree.ts";

/** A node with the text it is in, and where the lines that are its own end. */
export type Part = { text: string; node: TreeNode; end: number };
/** A field of a map: `head` is its line up to the value, `raw` all of it without its indent and last line feed. */
export type Field = { key: string; raw: string; head: string; value: Part };
/** An element of a list: `head` is its dash and the blanks behind it. */
export type Item = { raw: string; head: string; value: Part };

export const rawOf = ({ text, node, end }: Part): string => text.slice(node.start, end);
export const columnOf = ({ text, node }: Part): number => node.start - (text.lastIndexOf("\n", node.start - 1) + 1);

/** The fields of a block map; null when it is not written as one line after another, and can only be taken as a whole. */
export function fieldsOf({ text, node, end }: Part & { node: MapNode }): Field[] | null {
  if (node.flow) return null;
  const starts = node.entries.map(({ keyStart }) => keyStart);
  const ends = endsOf(text, starts, end);
  const fields = node.entries.map(({ key, keyStart, value }, i): Field => {
    const fieldEnd = ends[i] ?? end;
    return {
      key,
      raw: text.slice(keyStart, fieldEnd),
      head: text.slice(keyStart, value.start),
      value: { text, node: value, end: fieldEnd },
    };
  });
  return isWhole({ text, node, end }, fields) ? fields : null;
}

/** The elements of a block list; null when it is not written as one line after another. */
export function listItemsOf({ text, node, end }: Part & { node: SequenceNode }): Item[] | null {
  if (node.flow) return node.items.length === 0 ? [] : null;
  const column = columnOf({ text, node, end });
  const starts = node.items.map((item, i) => (i === 0 ? node.start : text.lastIndexOf("\n", item.start - 1) + 1 + column));
  const ends = endsOf(text, starts, end);
  const items = node.items.map((item, i): Item => {
    const start = starts[i] ?? item.start;
    const itemEnd = ends[i] ?? end;
    return { raw: text.slice(start, itemEnd), head: text.slice(start, item.start), value: { text, node: item, end: itemEnd } };
  });
  return isWhole({ text, node, end }, items) ? items : null;
}

/** Each ends before the line of the next. */
const endsOf = (text: string, starts: number[], end: number): number[] =>
  starts.map((_, i) => {
    const next = starts[i + 1];
    return next === undefined ? end : text.lastIndexOf("\n", next - 1);
  });

/** Lines put together again; the first stands where the whole stands. */
export const joinLines = (raws: string[], column: number): string => raws.join(`\n${" ".repeat(column)}`);

/** Whether the parts put together are what was taken apart. */
const isWhole = (part: Part, parts: { raw: string }[]) =>
  joinLines(
    parts.map(({ raw }) => raw),
    columnOf(part),
  ) === rawOf(part);
