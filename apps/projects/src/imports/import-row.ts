import { Import } from "@slate/schema/api";
import { slateImports } from "@slate/schema/db";
import type { Queries } from "@slate/service";
import { eq } from "drizzle-orm";
import { errors } from "../errors.ts";

export type ImportRow = typeof slateImports.$inferSelect;

/** A row as the API shows it. */
export const toImport = (row: ImportRow): Import =>
  Import.parse({ ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() });

/** Throws `import.not_found`. */
export async function findImport(q: Queries, id: string): Promise<ImportRow> {
  const [row] = await q.select().from(slateImports).where(eq(slateImports.id, id));
  if (!row) throw errors.importNotFound();
  return row;
}
