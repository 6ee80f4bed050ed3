/** Text that stands in a value's place as it is: a flow map such as `{x: 1, y: 2}`, never quoted. */
export class Flow {
  constructor(readonly text: string) {}
}

/** What a field of a serialized object can hold. A bigint is a 64-bit id; null is an empty value. */
export type Value = Flow | string | number | bigint | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Fields = { readonly [key: string]: Value };

/** The column after which the editor breaks a flow map or a long text. */
const WIDTH = 80;

export const flow = (entries: Record<string, number | string>): Flow =>
  new Flow(
    `{${Object.entries(entries)
      .map(([key, value]) => `${key}: ${typeof value === "number" ? formatNumber(value) : value}`)
      .join(", ")}}`,
  );

export const vec2 = (x: number, y: number): Flow => flow({ x, y });
export const vec3 = (x: number, y: number, z: number): Flow => flow({ x, y, z });
export const rgba = (r: number, g: number, b: number, a = 1): Flow => flow({ r, g, b, a });

/** A number as the editor prints it: the shortest text that reads back as the same 32-bit float, `1e-05` for the small. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return Object.is(value, -0) ? "-0" : String(value);
  const single = Math.fround(value);
  let digits = 1;
  while (Math.fround(Number(single.toPrecision(digits))) !== single) digits++;
  const short = Number(single.toPrecision(digits));
  if (Math.abs(short) >= 1e-4) return String(short);
  return short.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

/** Fields as a block map, each line indented by `indent` spaces and ended by a line feed. */
export function emitFields(fields: Fields, indent: number): string {
  return Object.entries(fields)
    .map(([key, value]) => emitField(key, value, indent))
    .join("");
}

function emitField(key: string, value: Value, indent: number): string {
  const pad = " ".repeat(indent);
  if (value instanceof Flow || value === null || typeof value !== "object")
    return `${pad}${key}: ${scalar(value, indent + key.length + 2, indent)}\n`;
  if (Array.isArray(value))
    return value.length === 0 ? `${pad}${key}: []\n` : `${pad}${key}:\n${value.map((item) => emitItem(item, indent)).join("")}`;
  const inner = value as Fields;
  return Object.keys(inner).length === 0 ? `${pad}${key}: {}\n` : `${pad}${key}:\n${emitFields(inner, indent + 2)}`;
}

/** A sequence stands at the same column as its key; a map inside it starts on the line of its dash. */
function emitItem(item: Value, indent: number): string {
  const pad = " ".repeat(indent);
  if (item instanceof Flow || item === null || typeof item !== "object") return `${pad}- ${scalar(item, indent + 2, indent)}\n`;
  return `${pad}- ${emitFields(item as Fields, indent + 2).slice(indent + 2)}`;
}

function scalar(value: Flow | string | number | bigint | boolean | null, column: number, indent: number): string {
  if (value instanceof Flow) return value.text;
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "number") return formatNumber(value);
  return typeof value === "bigint" ? String(value) : text(value, column, indent);
}

/** A string in the editor's quoting: plain where it can be, single quotes for YAML signs, double quotes for control and non-ASCII signs. */
export function text(value: string, column: number, indent: number): string {
  if (/[^\x20-\x7e]/.test(value)) return fold(`"${escapeDouble(value)}"`, column, indent);
  const needsQuotes = /^[-?:,[\]{}#&*!|>'"%@` ]|: |:$| $/.test(value) || /^[^ ]*\[[^ ]*$/.test(value);
  return fold(needsQuotes ? `'${value.replaceAll("'", "''")}'` : value, column, indent);
}

function escapeDouble(value: string): string {
  return value.replace(/["\\]|[^\x20-\x7e]/g, (sign) => {
    if (sign === "\n") return "\\n";
    if (sign === "\t") return "\\t";
    if (sign === '"' || sign === "\\") return `\\${sign}`;
    const code = sign.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).toUpperCase().padStart(2, "0")}` : `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
  });
}

/** Breaks a long text at single spaces beyond the width; a break reads back as one space. */
function fold(value: string, column: number, indent: number): string {
  let at = column;
  let folded = "";
  for (let index = 0; index < value.length; index++) {
    const sign = value[index] as string;
    const single = sign === " " && value[index - 1] !== " " && value[index + 1] !== " " && index > 1 && index < value.length - 2;
    if (single && at > WIDTH) {
      folded += `\n${" ".repeat(indent + 2)}`;
      at = indent + 2;
      continue;
    }
    folded += sign;
    at++;
  }
  return folded;
}

/** Breaks every flow map that runs past the width after the comma there, as the editor's emitter does. */
export function wrapFlow(document: string): string {
  return document
    .split("\n")
    .map((line) => (line.length > WIDTH && line.endsWith("}") ? wrapLine(line) : line))
    .join("\n");
}

function wrapLine(line: string): string {
  const comma = line.indexOf(", ", WIDTH);
  if (comma < 0 || line.lastIndexOf("{") < 0) return line;
  const indent = line.search(/[^ -]/) + 2;
  return `${line.slice(0, comma + 1)}\n${" ".repeat(indent)}${line.slice(comma + 2)}`;
}
