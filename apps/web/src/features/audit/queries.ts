import type { AuditEntry } from "@slate/schema/api";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";
import type { AuditKind } from "./text.ts";

/** An entry as the API documents it, where what may be anything may also be missing. */
export type Entry = Omit<AuditEntry, "details"> & { details?: unknown };

/** Who did what in a workspace, newest first. */
export const auditQuery = (workspaceId: string, kind: AuditKind | undefined) =>
  listOptions([...keys.audit(workspaceId), kind], (cursor, signal) =>
    take(
      slate.GET("/api/audit", {
        params: { query: { action: kind && `${kind}.`, cursor } },
        headers: inWorkspace(workspaceId),
        signal,
      }),
    ),
  );
