import type { Page, RegistryRun } from "@slate/schema/api";
import { slateRegistryRuns } from "@slate/schema/db";
import { decodeCursor, pageOf } from "@slate/service";
import { desc, lt } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../../deps.ts";
import { runsDatabase, toRun } from "./run-row.ts";

/** Every run of the installation, newest first, with progress and report. Reports name what is every tenant's: for its administrators only. */
export async function listRuns(deps: Deps, { limit, cursor }: { limit: number; cursor?: string }): Promise<Page<RegistryRun>> {
  const before = decodeCursor(z.uuid(), cursor);
  const { gate, orm } = runsDatabase(deps);
  const rows = await gate(() =>
    orm
      .select()
      .from(slateRegistryRuns)
      .where(before ? lt(slateRegistryRuns.id, before) : undefined)
      .orderBy(desc(slateRegistryRuns.id))
      .limit(limit + 1),
  );
  return pageOf(rows, limit, (row) => row.id, toRun);
}
