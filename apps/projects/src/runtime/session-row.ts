import { RuntimeSession } from "@slate/schema/api";
import { slateRuntimeSessions } from "@slate/schema/db";
import { getTableColumns } from "drizzle-orm";

const { logs: _logs, ...columns } = getTableColumns(slateRuntimeSessions);

/** Columns of a session without its log, for `select` and `returning`. */
export const sessionColumns = columns;

/** A row as the API shows it. */
export const toSession = (row: Omit<typeof slateRuntimeSessions.$inferSelect, "logs">): RuntimeSession =>
  RuntimeSession.parse({ ...row, startedAt: row.startedAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null });

/** What writes renew and reads depend on: all runtime sessions of a workspace. */
export const runtimeTag = (workspaceId: string) => `runtime:${workspaceId}`;
