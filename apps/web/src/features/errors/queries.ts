import type { ErrorLog } from "@slate/schema/api";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

export type Severity = ErrorLog["severity"];

/** Problems of a project: errors that are the same are one. The latest come first. */
export const errorGroupsQuery = (workspaceId: string, projectId: string, severity: Severity | undefined) =>
  listOptions([...keys.errors(workspaceId, projectId), "groups", severity], (cursor, signal) =>
    take(
      slate.GET("/api/errors/groups", { params: { query: { projectId, severity, cursor } }, headers: inWorkspace(workspaceId), signal }),
    ),
  );

/** Every time one problem happened, newest first. */
export const occurrencesQuery = (workspaceId: string, projectId: string, fingerprint: string) =>
  listOptions([...keys.errors(workspaceId, projectId), "of", fingerprint], (cursor, signal) =>
    take(
      slate.GET("/api/errors", {
        params: { query: { projectId, fingerprint, cursor, limit: 20 } },
        headers: inWorkspace(workspaceId),
        signal,
      }),
    ),
  );
