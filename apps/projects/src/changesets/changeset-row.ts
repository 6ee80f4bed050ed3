import { Changeset } from "@slate/schema/api";
import type { slateChangesets } from "@slate/schema/db";

/** A row as the API shows it. */
export const toChangeset = (row: typeof slateChangesets.$inferSelect): Changeset =>
  Changeset.parse({ ...row, reverts: row.reverts ?? null, createdAt: row.createdAt.toISOString() });
