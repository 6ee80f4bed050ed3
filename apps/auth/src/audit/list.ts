import type { AuditEntry, Page, PageQuery } from "@slate/schema/api";
import { auditLog } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, readPrimary } from "@slate/service";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";

/** What happened in the workspace, newest first; `action` narrows to one action or, ending in a dot, to a family of them. */
export async function listAudit(deps: Deps, actor: Actor, query: PageQuery & { action?: string }): Promise<Page<AuditEntry>> {
  const before = decodeCursor(z.uuid(), query.cursor);
  const { action } = query;
  const narrowed =
    action === undefined ? undefined : action.endsWith(".") ? sql`starts_with(${auditLog.action}, ${action})` : eq(auditLog.action, action);
  const rows = await readPrimary(deps, actor, (q) =>
    q
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.workspaceId, actor.workspaceId), narrowed, before === undefined ? undefined : lt(auditLog.id, before)))
      .orderBy(desc(auditLog.id))
      .limit(query.limit + 1),
  );
  return pageOf(
    rows,
    query.limit,
    (row) => row.id,
    (row) => ({
      id: row.id,
      action: row.action,
      actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
      target: row.target,
      details: row.details,
      address: row.address,
      requestId: row.requestId,
      createdAt: row.createdAt.toISOString(),
    }),
  );
}
