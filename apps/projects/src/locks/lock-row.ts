import { Lock } from "@slate/schema/api";
import { slateFileLocks, slateFiles } from "@slate/schema/db";
import { getTableColumns } from "drizzle-orm";

/** Columns of a lock and where its file is now, for `select`. Join with the file. */
export const lockColumns = { ...getTableColumns(slateFileLocks), path: slateFiles.path };

type Row = typeof slateFileLocks.$inferSelect & { path: string };

/** A row as the API shows it. */
export const toLock = (row: Row): Lock => Lock.parse({ ...row, takenAt: row.takenAt.toISOString() });
