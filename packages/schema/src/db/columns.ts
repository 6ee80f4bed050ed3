import { sql } from "drizzle-orm";
import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** A time-ordered id, made by the writer (PostgreSQL 17 has no uuidv7()). */
export const id = () =>
  uuid("id")
    .primaryKey()
    .$defaultFn(() => Bun.randomUUIDv7());

/** Owner of every tenant row; Row Level Security compares it with `app.workspace`. */
export const workspaceId = () => uuid("workspace_id").notNull();

/** `timestamptz` read as a Date. */
export const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const createdAt = () => time("created_at").notNull().default(sql`now()`);
export const updatedAt = () => time("updated_at").notNull().default(sql`now()`);
export const deletedAt = () => time("deleted_at");

/** SHA-256 digests and secrets' hashes. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
