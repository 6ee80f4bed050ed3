import type { LogLine, RuntimeSession } from "@slate/schema/api";
import { slateRuntimeSessions } from "@slate/schema/db";
import { type Actor, transact } from "@slate/service";
import { and, eq, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { whyNotRunning } from "./find.ts";
import { runtimeTag, sessionColumns, toSession } from "./session-row.ts";

/**
 * Appends lines to a running session's log. The newest lines are kept, within a number and a size; `logCount` counts all that came.
 * Throws `runtime.not_found` or `runtime.ended`.
 */
export const appendLogs = (deps: Deps, actor: Actor, id: string, lines: LogLine[]): Promise<RuntimeSession> =>
  transact(deps, actor, async (tx) => {
    const { RUNTIME_LOG_LINES, RUNTIME_LOG_LIMIT_BYTES } = deps.config;
    const { logs, logCount } = slateRuntimeSessions;
    const [row] = await tx
      .update(slateRuntimeSessions)
      .set({
        logCount: sql`${logCount} + ${lines.length}`,
        logs: sql`(
          select coalesce(jsonb_agg(line order by i), '[]') from (
            select line, i, sum(octet_length(line::text)) over (order by i desc) as bytes
            from jsonb_array_elements(${logs} || ${JSON.stringify(lines)}::jsonb) with ordinality as all_lines (line, i)
            order by i desc limit ${RUNTIME_LOG_LINES}
          ) newest where bytes <= ${RUNTIME_LOG_LIMIT_BYTES})`,
      })
      .where(and(eq(slateRuntimeSessions.id, id), eq(slateRuntimeSessions.status, "running")))
      .returning(sessionColumns);
    if (!row) throw await whyNotRunning(tx, id);
    tx.touch(runtimeTag(actor.workspaceId));
    return toSession(row);
  });
