import { sql } from "drizzle-orm";

/** Rows of one statement, and characters of its JSON: what a statement of bounded time and memory holds. */
const ROWS_LIMIT = 5000;
const CHARACTERS_LIMIT = 4 * 1024 * 1024;

/** What PostgreSQL's jsonb and text cannot hold: NUL, and halves of a surrogate pair. */
const UNSTORABLE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** JSON that PostgreSQL stores: what it cannot is U+FFFD. */
export function toStorable(value: unknown): string {
  const json = JSON.stringify(value);
  return UNSTORABLE.test(json)
    ? JSON.stringify(value, (_, part) => (typeof part === "string" ? storable(part) : storableKeys(part)))
    : json;
}

const storable = (text: string) => text.replaceAll("\0", "\ufffd").toWellFormed();
const storableKeys = (part: unknown) =>
  typeof part === "object" && part !== null && !Array.isArray(part) && Object.keys(part).some((key) => UNSTORABLE.test(JSON.stringify(key)))
    ? Object.fromEntries(Object.entries(part).map(([key, value]) => [storable(key), value]))
    : part;

/** JSON arrays of these rows, each small enough for one statement. */
export function* storableChunks(rows: Iterable<object>): Generator<string> {
  let chunk: string[] = [];
  let characters = 0;
  for (const row of rows) {
    const json = toStorable(row);
    if (chunk.length === ROWS_LIMIT || (chunk.length > 0 && characters + json.length > CHARACTERS_LIMIT)) {
      yield `[${chunk.join(",")}]`;
      chunk = [];
      characters = 0;
    }
    chunk.push(json);
    characters += json.length;
  }
  if (chunk.length > 0) yield `[${chunk.join(",")}]`;
}

/** A list of texts as rows with the column `value`. The limit tells the planner how many there are. */
export const listed = (values: Iterable<string>) => {
  const list = [...values];
  return sql`(select value from json_array_elements_text(${JSON.stringify(list)}::json) limit ${sql.raw(String(list.length))})`;
};
/**
 * A list of texts as an array, for `column = any (...)`. Statistics lag behind an import, and of a planner that takes a project for nearly empty any
 * index of projects may be chosen: then each row of the project is compared with an array once, by hash, where a joined list
 * would be gone through for each row.
 */
export const arrayOf = (values: Iterable<string>) => sql`${arrayText(values)}::text[]`;
/** The same of ids. */
export const idsOf = (values: Iterable<string>) => sql`${arrayText(values)}::uuid[]`;
const arrayText = (values: Iterable<string>) => `{${[...values].map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;

/** The same for ids. */
export const listedIds = (values: Iterable<string>) => {
  const list = [...values];
  return sql`(select value::uuid from json_array_elements_text(${JSON.stringify(list)}::json) limit ${sql.raw(String(list.length))})`;
};
