import { ErrorLog } from "@slate/schema/api";
import type { slateErrorLogs } from "@slate/schema/db";

/** A row as the API shows it. */
export const toErrorLog = (row: typeof slateErrorLogs.$inferSelect): ErrorLog =>
  ErrorLog.parse({ ...row, createdAt: row.createdAt.toISOString() });

/** What writes renew and reads depend on: all reported errors of a workspace. */
export const errorsTag = (workspaceId: string) => `errors:${workspaceId}`;
