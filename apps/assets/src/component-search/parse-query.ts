import { ASSET_TYPES, type AssetType } from "@slate/schema/api";
import { problems } from "@slate/service";
import { readPropertyPath } from "./parse-property.ts";
import { HAS, NUMBER, OPERATORS, type Operand, type Operator, type Term, type Test } from "./terms.ts";

const TERMS_LIMIT = 20;
const GUID = /^[0-9a-f]{32}$/;

/** A value as it was written: between quotes everything is text. `at` is where it begins in the query. */
type Value = { text: string; isQuoted: boolean; at: number };

/** What may stand before a colon. */
const FILTERS: Record<string, (value: Value) => Test> = {
  type: (value) => ({ on: "type", types: value.text.split(",").map((type) => assetType(type, value)) }),
  component: ({ text }) => ({ on: "component", pattern: text }),
  path: ({ text }) => ({ on: "path", text }),
  name: ({ text }) => ({ on: "name", text }),
  label: ({ text }) => ({ on: "label", label: text }),
  has: (value) => ({ on: "has", what: oneOf(HAS, value.text, value) }),
  guid: (value) => ({ on: "guid", guid: guidOf(value) }),
};
export const FILTER_NAMES = Object.keys(FILTERS);

/**
 * Reads a component search: `type:prefab component:Rigidbody m_Mass>10 -name:Turret "text"`. Terms are separated by space, all must hold, and a
 * minus turns one around. Throws `request.invalid` naming the position, counted from 1.
 */
export function parseQuery(query: string): Term[] {
  const terms: Term[] = [];
  for (let at = skipSpace(query, 0); at < query.length; at = skipSpace(query, at)) {
    if (terms.length === TERMS_LIMIT) throw refuse(`at most ${TERMS_LIMIT} terms are allowed`, at);
    const negated = query[at] === "-";
    if (negated) at++;
    const read = readTest(query, at);
    terms.push({ negated, test: read.test });
    at = read.end;
    if (at < query.length && !isSpace(query[at])) throw refuse("a space is missing", at);
  }
  if (terms.length === 0) throw refuse("there is nothing to search for", 0);
  return terms;
}

function readTest(query: string, at: number): { test: Test; end: number } {
  if (query[at] === '"') {
    const { value, end } = readValue(query, at);
    return { test: { on: "text", text: value.text }, end };
  }
  const filter = /^([a-z]+):/i.exec(query.slice(at));
  if (filter?.[1] !== undefined) {
    const make = FILTERS[filter[1].toLowerCase()];
    if (!make) throw refuse(`there is no filter "${filter[1]}:"; there are ${FILTER_NAMES.join(", ")}`, at);
    const { value, end } = readValue(query, at + filter[0].length);
    return { test: make(value), end };
  }
  const property = readPropertyPath(query.slice(at));
  const operatorAt = at + (property?.length ?? 0);
  const operator = property && OPERATORS.find((one) => query.startsWith(one, operatorAt));
  if (property && operator) {
    const { value, end } = readValue(query, operatorAt + operator.length);
    return { test: { on: "property", path: property.path, operator, operand: operandOf(operator, value) }, end };
  }
  const { value, end } = readValue(query, at);
  const stray = value.text.search(/[<>=~"]/);
  if (stray !== -1) throw refuse(`"${value.text[stray]}" has no property before it; put quotes around text`, at + stray);
  return { test: { on: "text", text: value.text }, end };
}

function readValue(query: string, at: number): { value: Value; end: number } {
  if (query[at] === '"') {
    const [whole, inside] = /^"((?:[^"\\]|\\.)*)"/su.exec(query.slice(at)) ?? [];
    if (whole === undefined || inside === undefined) throw refuse("the quote is not closed", at);
    const text = inside.replace(/\\(.)/gsu, "$1");
    if (text === "") throw refuse("there is nothing between the quotes", at);
    return { value: { text, isQuoted: true, at }, end: at + whole.length };
  }
  const [text = ""] = /^\S*/u.exec(query.slice(at)) ?? [];
  if (text === "") throw refuse("a value is missing", at);
  return { value: { text, isQuoted: false, at }, end: at + text.length };
}

function operandOf(operator: Operator, { text, isQuoted, at }: Value): Operand {
  if (operator === "~") return { kind: "text", text };
  if (!isQuoted && text === "*" && operator === "=") return { kind: "any" };
  if (!isQuoted && NUMBER.test(text)) return { kind: "number", number: text };
  if (operator === "=" || operator === "!=") return { kind: "text", text };
  throw refuse(`"${operator}" needs a number`, at);
}

const assetType = (text: string, value: Value): AssetType => oneOf(ASSET_TYPES, text.toLowerCase(), value);

function oneOf<T extends string>(known: readonly T[], text: string, { at }: Value): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw refuse(`"${text}" is none of ${known.join(", ")}`, at);
  return found;
}

function guidOf({ text, at }: Value): string {
  const guid = text.toLowerCase();
  if (!GUID.test(guid)) throw refuse("a guid has 32 hex digits", at);
  return guid;
}

const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/u.test(character);

function skipSpace(query: string, at: number): number {
  while (isSpace(query[at])) at++;
  return at;
}

const refuse = (problem: string, at: number) =>
  problems.invalid(`The search cannot be read at position ${at + 1}: ${problem}`, {
    details: [{ field: "query.q", problem, position: at + 1 }],
  });
