import type { CreateImport, Import } from "@slate/schema/api";
import { slateImports } from "@slate/schema/db";
import { type Actor, readPrimary, transact } from "@slate/service";
import { and, eq, inArray, sql } from "drizzle-orm";
import { requireWritableProject } from "../changesets/commit.ts";
import type { Deps } from "../deps.ts";
import { findImport, toImport } from "./import-row.ts";

const NOTHING = { read: 0, created: 0, edited: 0, unchanged: 0, ignored: 0 };

/** Opens an import; its archive is sent to it next. */
export const createImport = (deps: Deps, actor: Actor, input: CreateImport): Promise<Import> =>
  transact(deps, actor, async (tx) => {
    await requireWritableProject(tx, input.projectId);
    const { workspaceId, userId } = actor;
    const [row] = await tx
      .insert(slateImports)
      .values({ ...input, workspaceId, userId, files: NOTHING })
      .returning();
    if (!row) throw new Error("an insert returns its row");
    return toImport(row);
  });

export const getImport = async (deps: Deps, actor: Actor, id: string): Promise<Import> =>
  toImport(await readPrimary(deps, actor, (q) => findImport(q, id)));

/** Asks an import to stop; the process that runs it notices at its next progress report. Ended ones stay as they are. */
export const cancelImport = (deps: Deps, actor: Actor, id: string): Promise<Import> =>
  transact(deps, actor, async (tx) => {
    const found = await findImport(tx, id);
    const [row] = await tx
      .update(slateImports)
      .set({ status: "cancelled", updatedAt: sql`now()` as never })
      .where(and(eq(slateImports.id, id), inArray(slateImports.status, ["waiting", "running"])))
      .returning();
    if (row) tx.emit("import.changed", { importId: id, status: "cancelled" }, { projectId: row.projectId });
    return toImport(row ?? found);
  });
