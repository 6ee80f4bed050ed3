import type { RuntimeSession } from "@slate/schema/api";
import { slateRuntimeSessions } from "@slate/schema/db";
import { type Actor, transact } from "@slate/service";
import { and, eq, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { whyNotRunning } from "./find.ts";
import { runtimeTag, sessionColumns, toSession } from "./session-row.ts";

/** Ends a running session. Throws `runtime.not_found`, or `runtime.ended` when it has ended before. */
export const closeSession = (deps: Deps, actor: Actor, id: string, status: "ended" | "crashed"): Promise<RuntimeSession> =>
  transact(deps, actor, async (tx) => {
    const [row] = await tx
      .update(slateRuntimeSessions)
      .set({ status, endedAt: sql`now()` })
      .where(and(eq(slateRuntimeSessions.id, id), eq(slateRuntimeSessions.status, "running")))
      .returning(sessionColumns);
    if (!row) throw await whyNotRunning(tx, id);
    tx.emit("runtime.closed", { runtimeSessionId: id, status }, { projectId: row.projectId });
    tx.touch(runtimeTag(actor.workspaceId));
    return toSession(row);
  });
