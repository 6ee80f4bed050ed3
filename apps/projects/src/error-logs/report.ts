import type { ErrorLog, ReportError } from "@slate/schema/api";
import { slateErrorLogs } from "@slate/schema/db";
import { type Actor, transact } from "@slate/service";
import type { z } from "zod";
import type { Deps } from "../deps.ts";
import { requireProject } from "../projects/get.ts";
import { errorsTag, toErrorLog } from "./error-row.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** Throws `project.not_found`. */
export const reportError = (deps: Deps, actor: Actor, input: z.infer<typeof ReportError>): Promise<ErrorLog> =>
  transact(deps, actor, async (tx) => {
    await requireProject(tx, input.projectId);
    const { workspaceId, userId } = actor;
    const [row] = await tx
      .insert(slateErrorLogs)
      .values({ ...input, workspaceId, userId, fingerprint: fingerprintOf(input) })
      .returning();
    if (!row) throw new Error("an insert returns its row");
    tx.emit("error.reported", { errorId: row.id, fingerprint: row.fingerprint, severity: row.severity }, { projectId: row.projectId });
    tx.touch(errorsTag(workspaceId));
    return toErrorLog(row);
  });
