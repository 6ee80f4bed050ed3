import type { RegistryRun } from "@slate/schema/api";
import { slateRegistryRuns } from "@slate/schema/db";
import { type Scope, transactAsWorker } from "@slate/service";
import { eq, sql } from "drizzle-orm";
import type { Deps } from "../../deps.ts";
import { errors } from "../../errors.ts";
import { toRun } from "./run-row.ts";

/** Takes back a run that nobody has begun. Throws `registry.run_not_found` and `registry.run_begun`. */
export function cancelRun(deps: Deps, scope: Scope, id: string): Promise<RegistryRun> {
  return transactAsWorker(deps, scope, async (tx) => {
    const [row] = await tx.select().from(slateRegistryRuns).where(eq(slateRegistryRuns.id, id)).for("update");
    if (!row) throw errors.runNotFound();
    if (row.status !== "waiting") throw errors.runBegun();
    const [ended] = await tx
      .update(slateRegistryRuns)
      .set({ status: "failed", phase: "cancelled", report: { error: "It was cancelled before it began" }, updatedAt: sql`now()` as never })
      .where(eq(slateRegistryRuns.id, id))
      .returning();
    if (!ended) throw new Error("one row in, one row out");
    tx.audit("registry.run_cancelled", id, { kind: row.kind });
    return toRun(ended);
  });
}
