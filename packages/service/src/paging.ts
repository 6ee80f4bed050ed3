import type { Page } from "@slate/schema/api";
import type { z } from "zod";
import { problems } from "./errors.ts";

/** Opaque to callers: the sort values of the last row, base64url JSON. */
export const encodeCursor = (values: unknown): string => Buffer.from(JSON.stringify(values)).toString("base64url");

/** Reads a cursor back. Throws `request.invalid` for one that we did not make. */
export function decodeCursor<T extends z.ZodType>(schema: T, cursor: string | undefined): z.infer<T> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    throw problems.invalid("cursor is not one that this list returned", { cause });
  }
}

/** Makes a page from up to `limit + 1` rows: the extra row only says that there is a next page. */
export function pageOf<Row, Item>(rows: Row[], limit: number, cursorOf: (last: Row) => unknown, toItem: (row: Row) => Item): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map(toItem), nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null };
}
