import type { RegistryRun, StartRegistryRun } from "@slate/schema/api";
import { slateRegistryRuns } from "@slate/schema/db";
import { type Scope, transactAsWorker } from "@slate/service";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Deps } from "../../deps.ts";
import { errors } from "../../errors.ts";
import { toRun } from "./run-row.ts";

/** Asks for a run. Whoever does such work takes it soon: this service, or for collections the job in infra/registry. Throws `registry.run_under_way`. */
export function startRun(deps: Deps, scope: Scope, { kind, dryRun }: StartRegistryRun): Promise<RegistryRun> {
  return transactAsWorker(deps, scope, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('registry.run'), hashtext(${kind}))`);
    const [other] = await tx
      .select({ id: slateRegistryRuns.id })
      .from(slateRegistryRuns)
      .where(and(eq(slateRegistryRuns.kind, kind), inArray(slateRegistryRuns.status, ["waiting", "running"])));
    if (other) throw errors.runUnderWay();
    const [row] = await tx.insert(slateRegistryRuns).values({ kind, dryRun, startedBy: scope.userId }).returning();
    if (!row) throw new Error("one row in, one row out");
    tx.audit("registry.run_started", row.id, { kind, dryRun });
    return toRun(row);
  });
}
