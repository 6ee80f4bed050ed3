import type { Json } from "@slate/schema/api";

/** Names longer than this are nobody's names; a database index has a limit as well. */
export const NAME_LIMIT_CHARS = 200;
/** The same for paths of objects and properties. */
export const PATH_LIMIT_CHARS = 1000;

/** A text as PostgreSQL keeps it, which takes neither NUL nor half of a surrogate pair; what is longer than the limit is cut. */
export const storable = (text: string, limitChars = Number.POSITIVE_INFINITY): string =>
  (text.length > limitChars ? `${text.slice(0, limitChars - 1)}…` : text).toWellFormed().replaceAll("\0", "\ufffd");

/** The same for every text and key inside a value. */
export function storableJson(value: Json): Json {
  if (typeof value === "string") return storable(value, PATH_LIMIT_CHARS);
  if (Array.isArray(value)) return value.map(storableJson);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key, NAME_LIMIT_CHARS), storableJson(item)]));
}
