import type { Page, RegistryRun } from "@slate/schema/api";
import { slateRegistryRuns } from "@slate/schema/db";
import { decodeCursor, pageOf, readPrimary, type Scope } from "@slate/service";
import { desc, lt } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../../deps.ts";
import { toRun } from "./run-row.ts";

/** Every run of the installation, newest first, with progress and report. */
export async function listRuns(
  deps: Deps,
  scope: Scope,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<RegistryRun>> {
  const before = decodeCursor(z.uuid(), cursor);
  const rows = await readPrimary(deps, scope, (q) =>
    q
      .select()
      .from(slateRegistryRuns)
      .where(before ? lt(slateRegistryRuns.id, before) : undefined)
      .orderBy(desc(slateRegistryRuns.id))
      .limit(limit + 1),
  );
  return pageOf(rows, limit, (row) => row.id, toRun);
}
