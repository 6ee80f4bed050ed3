import type { Import } from "@slate/schema/api";
import { slateImports } from "@slate/schema/db";
import { type Actor, problems, transact } from "@slate/service";
import { and, eq, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { createStillAllowed } from "../still-allowed.ts";
import { findImport, type ImportRow, toImport } from "./import-row.ts";

const REPORT_MS = 250;
const now = sql`now()` as never;

/** Moves an import from waiting to running; only its creator may, and only once. */
export const startImport = (deps: Deps, actor: Actor, id: string): Promise<ImportRow> =>
  transact(deps, actor, async (tx) => {
    const found = await findImport(tx, id);
    if (found.userId !== actor.userId) throw problems.forbidden("Only who created an import may send its archive");
    const [row] = await tx
      .update(slateImports)
      .set({ status: "running", updatedAt: now })
      .where(and(eq(slateImports.id, id), eq(slateImports.status, "waiting")))
      .returning();
    if (!row) throw errors.importUsed();
    tx.emit("import.changed", { importId: id, status: "running" }, { projectId: row.projectId });
    return row;
  });

type End = Partial<Pick<ImportRow, "changesetId" | "receivedBytes" | "files" | "ignored" | "error">> & { status: "done" | "failed" };

/** Ends a running import. One that was cancelled after its changeset was made is done all the same: the changeset exists. */
export const endImport = (deps: Deps, actor: Actor, id: string, end: End): Promise<Import> =>
  transact(deps, actor, async (tx) => {
    const [row] = await tx
      .update(slateImports)
      .set({ ...end, updatedAt: now })
      .where(eq(slateImports.id, id))
      .returning();
    if (!row) throw errors.importNotFound();
    tx.emit("import.changed", { importId: id, status: end.status }, { projectId: row.projectId });
    return toImport(row);
  });

/**
 * Writes progress a few times a second, so that any replica can report it, and learns of a cancellation by the same statement.
 * Throws `import.cancelled`, and `auth.required` when the actor may no longer write.
 */
export function createProgress(deps: Deps, actor: Actor, id: string) {
  const stillAllowed = createStillAllowed(deps, actor, "file.write");
  let reportedAt = performance.now();
  return {
    async report(state: Pick<ImportRow, "receivedBytes" | "files" | "ignored">): Promise<void> {
      if (performance.now() - reportedAt < REPORT_MS) return;
      reportedAt = performance.now();
      await stillAllowed();
      const written = await transact(deps, actor, (tx) =>
        tx
          .update(slateImports)
          .set({ ...state, updatedAt: now })
          .where(and(eq(slateImports.id, id), eq(slateImports.status, "running")))
          .returning({ id: slateImports.id }),
      );
      if (written.length === 0) throw errors.importCancelled();
    },
  };
}
