import type { ErrorLog, ListErrors, Page } from "@slate/schema/api";
import { slateErrorLogs } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, read } from "@slate/service";
import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { requireProject } from "../projects/get.ts";
import { projectTag } from "../projects/tags.ts";
import { errorsTag, toErrorLog } from "./error-row.ts";

/** A project's reported errors, newest first. */
export async function listErrors(deps: Deps, actor: Actor, query: z.infer<typeof ListErrors>): Promise<Page<ErrorLog>> {
  const before = decodeCursor(z.uuid(), query.cursor);
  const { projectId, severity, fingerprint } = query;
  const tags = [errorsTag(actor.workspaceId), projectTag(projectId)];
  const rows = await read(deps, actor, { tags }, async (q) => {
    await requireProject(q, projectId);
    return q
      .select()
      .from(slateErrorLogs)
      .where(
        and(
          eq(slateErrorLogs.projectId, projectId),
          severity ? eq(slateErrorLogs.severity, severity) : undefined,
          fingerprint !== undefined ? eq(slateErrorLogs.fingerprint, fingerprint) : undefined,
          before ? lt(slateErrorLogs.id, before) : undefined,
        ),
      )
      .orderBy(desc(slateErrorLogs.id))
      .limit(query.limit + 1);
  });
  return pageOf(rows, query.limit, (row) => row.id, toErrorLog);
}

/** Throws `error.not_found`. */
export const getError = (deps: Deps, actor: Actor, id: string): Promise<ErrorLog> =>
  read(deps, actor, { tags: [errorsTag(actor.workspaceId)] }, async (q) => {
    const [row] = await q.select().from(slateErrorLogs).where(eq(slateErrorLogs.id, id));
    if (!row) throw errors.errorNotFound();
    return toErrorLog(row);
  });
