import { type LogLine, type Page, RuntimeLogs, type RuntimeSession } from "@slate/schema/api";
import { slateRuntimeSessions } from "@slate/schema/db";
import { type Actor, type AppError, decodeCursor, pageOf, type Queries, read } from "@slate/service";
import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { requireProject } from "../projects/get.ts";
import { projectTag } from "../projects/tags.ts";
import { runtimeTag, sessionColumns, toSession } from "./session-row.ts";

/** A project's runtime sessions, newest first. */
export async function listSessions(
  deps: Deps,
  actor: Actor,
  query: { projectId: string; limit: number; cursor?: string },
): Promise<Page<RuntimeSession>> {
  const before = decodeCursor(z.uuid(), query.cursor);
  const tags = [runtimeTag(actor.workspaceId), projectTag(query.projectId)];
  const rows = await read(deps, actor, { tags }, async (q) => {
    await requireProject(q, query.projectId);
    return q
      .select(sessionColumns)
      .from(slateRuntimeSessions)
      .where(and(eq(slateRuntimeSessions.projectId, query.projectId), before ? lt(slateRuntimeSessions.id, before) : undefined))
      .orderBy(desc(slateRuntimeSessions.id))
      .limit(query.limit + 1);
  });
  return pageOf(rows, query.limit, (row) => row.id, toSession);
}

/** Throws `runtime.not_found`. */
export const getSession = (deps: Deps, actor: Actor, id: string): Promise<RuntimeSession> =>
  read(deps, actor, { tags: [runtimeTag(actor.workspaceId)] }, async (q) => {
    const row = await findRow(q, id);
    if (!row) throw errors.sessionNotFound();
    return toSession(row);
  });

/** The lines that are kept, oldest first, and how many came in all. Throws `runtime.not_found`. */
export const readLogs = (deps: Deps, actor: Actor, id: string): Promise<{ lines: LogLine[]; total: number }> =>
  read(deps, actor, { tags: [runtimeTag(actor.workspaceId)] }, async (q) => {
    const { logs: lines, logCount: total } = slateRuntimeSessions;
    const [row] = await q.select({ lines, total }).from(slateRuntimeSessions).where(eq(slateRuntimeSessions.id, id));
    if (!row) throw errors.sessionNotFound();
    return RuntimeLogs.parse(row);
  });

/** Why a session that should be running was not found running. */
export async function whyNotRunning(q: Queries, id: string): Promise<AppError> {
  const row = await findRow(q, id);
  return row ? errors.sessionEnded() : errors.sessionNotFound();
}

async function findRow(q: Queries, id: string) {
  const [row] = await q.select(sessionColumns).from(slateRuntimeSessions).where(eq(slateRuntimeSessions.id, id));
  return row;
}
