import fc from "fast-check";
import type { TreeNode } from "../tree.ts";

/** A value as a test thinks of it: pairs keep their order and may repeat a key. `printed` is the scalar in its quotes, possibly folded. */
export type Model =
  | { kind: "scalar"; text: string; printed: (indent: number) => string }
  | { kind: "map"; flow: boolean; entries: [key: string, value: Model][] }
  | { kind: "sequence"; flow: boolean; items: Model[] };

/** The same shape for a model and for what the parser made of its print. */
export type Shape = string | { map: [string, Shape][] } | { sequence: Shape[] };

export function shapeOfModel(model: Model): Shape {
  if (model.kind === "scalar") return model.text;
  if (model.kind === "map") return { map: model.entries.map(([key, value]) => [key, shapeOfModel(value)]) };
  return { sequence: model.items.map(shapeOfModel) };
}

export function shapeOfTree(node: TreeNode): Shape {
  if (node.kind === "scalar") return node.text;
  if (node.kind === "map") return { map: node.entries.map(({ key, value }) => [key, shapeOfTree(value)]) };
  return { sequence: node.items.map(shapeOfTree) };
}

/** Prints a map as the body of a document, in column `indent`. */
export const printMap = (entries: [string, Model][], indent: number): string =>
  entries.map(([key, value]) => `${" ".repeat(indent)}${printKey(key)}:${printBehindKey(value, indent)}`).join("");

/** The dashes of a sequence stand in the column of its key. */
function printBehindKey(value: Model, indent: number): string {
  if (isInline(value)) return ` ${printInline(value, indent + 2)}\n`;
  return `\n${printBlock(value, value.kind === "map" ? indent + 2 : indent)}`;
}

function printBlock(model: Model, indent: number): string {
  if (model.kind === "map") return printMap(model.entries, indent);
  return model.kind === "sequence" ? model.items.map((item) => printItem(item, indent)).join("") : "";
}

/** A block value inside an item begins on the line of its dash. */
function printItem(item: Model, indent: number): string {
  const pad = " ".repeat(indent);
  if (isInline(item)) return `${pad}- ${printInline(item, indent + 2)}\n`;
  return `${pad}- ${printBlock(item, indent + 2).slice(indent + 2)}`;
}

const isInline = (model: Model): boolean =>
  model.kind === "scalar" || model.flow || (model.kind === "map" ? model.entries : model.items).length === 0;

/** Flow collections wrap behind every second comma. */
function printInline(model: Model, indent: number): string {
  if (model.kind === "scalar") return model.printed(indent);
  const parts =
    model.kind === "map"
      ? model.entries.map(([key, value]) => `${printKey(key)}: ${printInline(value, indent + 2)}`)
      : model.items.map((item) => printInline(item, indent + 2));
  const joined = parts
    .map((part, index) => (index === 0 ? part : index % 2 === 0 ? `,\n${" ".repeat(indent)}${part}` : `, ${part}`))
    .join("");
  return model.kind === "map" ? `{${joined}}` : `[${joined}]`;
}

const printKey = (key: string): string => (/^[A-Za-z_0-9][\w .()/-]*$/.test(key) && !key.endsWith(" ") ? key : printDouble(key));

function printDouble(text: string): string {
  const escaped = text.replace(/["\\]|[^\x20-\x7e]/g, (sign) => {
    if (sign === "\n") return "\\n";
    if (sign === '"' || sign === "\\") return `\\${sign}`;
    return `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}

/** A long text breaks where single blanks stand between other signs; a line feed in single quotes is one blank line. */
function printText(text: string, style: Style, isFolded: boolean, indent: number): string {
  const pad = " ".repeat(indent);
  const printed = style === "plain" ? text : style === "double" ? printDouble(text) : printSingle(text, pad);
  return isFolded ? printed.replace(/(?<=[^\s'"\\]) (?=[^\s'"])/g, `\n${pad}`) : printed;
}

/** Behind the last line feed comes the closing quote, in column 0 as the editor writes it. */
const printSingle = (text: string, pad: string): string =>
  `'${text.replaceAll("'", "''").replace(/\n+(.?)/g, (run, next: string) => `${"\n".repeat(run.length - next.length + 1)}${next ? pad : ""}${next}`)}'`;

type Style = "plain" | "single" | "double";

const fitsPlain = (text: string, isInFlow: boolean): boolean =>
  /^[^\s\-?:,[\]{}#&*!|>'"%@`=<]/.test(text) && !/[\p{Cc}\p{Cs}]|: |:$|\s$/u.test(text) && !(isInFlow && /[,[\]{}]/.test(text));

/** Line feeds survive single quotes when no blanks stand beside them. */
const fitsSingle = (text: string): boolean => !/[^\P{Cc}\n]|\p{Cs}|\s\n|\n[^\S\n]|[^\S\n]$/u.test(text);

function scalarModel(text: string, wanted: Style, isFolded: boolean, isInFlow: boolean): Model {
  const isEmptyPlain = text === "" && wanted === "plain" && !isInFlow;
  const isPlain = wanted === "plain" && fitsPlain(text, isInFlow);
  const style = isEmptyPlain || isPlain ? "plain" : wanted !== "double" && fitsSingle(text) ? "single" : "double";
  return { kind: "scalar", text, printed: (indent) => printText(text, style, isFolded, indent) };
}

const anyText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc
    .array(fc.constantFrom("Take", "#3", "it's", "one", "\n", " ", '"', "\\", ":", "-", "\t", "ä", "\ud800", "0e0", "{x}"), {
      maxLength: 12,
    })
    .map((parts) => parts.join("")),
  fc.array(fc.constantFrom("words", "that", "fold", "- dash", "# sign"), { minLength: 3, maxLength: 20 }).map((parts) => parts.join(" ")),
);
const anyKey = fc.oneof(
  fc.constantFrom("m_Name", "data", "", "first", "Windows Store Apps", "4", "a: b", "it's", "x#y"),
  fc.string({ maxLength: 6 }),
);

const anyScalar = (isInFlow: boolean): fc.Arbitrary<Model> =>
  fc
    .tuple(anyText, fc.constantFrom<Style>("plain", "single", "double"), fc.boolean())
    .map(([text, style, isFolded]) => scalarModel(text, style, isFolded, isInFlow));

const { value: anyModel } = fc.letrec<{ value: Model; flow: Model }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    anyScalar(false),
    tie("flow"),
    fc.array(fc.tuple(anyKey, tie("value")), { maxLength: 5 }).map((entries) => ({ kind: "map" as const, flow: false, entries })),
    fc.array(tie("value"), { maxLength: 5 }).map((items) => ({ kind: "sequence" as const, flow: false, items })),
  ),
  flow: fc.oneof(
    { depthSize: "small" },
    anyScalar(true),
    fc.array(fc.tuple(anyKey, tie("flow")), { maxLength: 4 }).map((entries) => ({ kind: "map" as const, flow: true, entries })),
    fc.array(tie("flow"), { maxLength: 4 }).map((items) => ({ kind: "sequence" as const, flow: true, items })),
  ),
}));

/** The fields of an object: whatever the dialect can say. */
export const anyFields: fc.Arbitrary<[string, Model][]> = fc.array(fc.tuple(anyKey, anyModel), { minLength: 1, maxLength: 6 });
