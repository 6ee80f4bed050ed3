import type { OpenRuntimeSession, RuntimeSession } from "@slate/schema/api";
import { slateRuntimeSessions } from "@slate/schema/db";
import { type Actor, transact } from "@slate/service";
import type { z } from "zod";
import type { Deps } from "../deps.ts";
import { requireProject } from "../projects/get.ts";
import { runtimeTag, sessionColumns, toSession } from "./session-row.ts";

/** Throws `project.not_found`. */
export const openSession = (
  deps: Deps,
  actor: Actor,
  { projectId, metadata }: z.infer<typeof OpenRuntimeSession>,
): Promise<RuntimeSession> =>
  transact(deps, actor, async (tx) => {
    await requireProject(tx, projectId);
    const { workspaceId, userId } = actor;
    const [row] = await tx.insert(slateRuntimeSessions).values({ workspaceId, userId, projectId, metadata }).returning(sessionColumns);
    if (!row) throw new Error("an insert returns its row");
    tx.emit("runtime.opened", { runtimeSessionId: row.id }, { projectId });
    tx.touch(runtimeTag(workspaceId));
    return toSession(row);
  });
