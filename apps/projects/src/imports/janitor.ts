import { slateImports } from "@slate/schema/db";
import { and, inArray, lt, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";

const WAITING_MS = 24 * 3600_000;

/** Ends imports whose process died: they have not reported for long. Their contents are named by nothing. */
export async function failStaleImports(deps: Deps): Promise<number> {
  const { worker } = deps.db;
  if (!worker) return 0;
  const error = { code: "import.interrupted", message: "The server stopped during the import; start it again" };
  const before = (ms: number) => sql`now() - make_interval(secs => ${ms / 1000})`;
  const ended = await worker.orm
    .update(slateImports)
    .set({ status: "failed", error, updatedAt: sql`now()` as never })
    .where(
      sql`${and(inArray(slateImports.status, ["running"]), lt(slateImports.updatedAt, before(deps.config.IMPORT_STALE_MS)))}
        or ${and(inArray(slateImports.status, ["waiting"]), lt(slateImports.updatedAt, before(WAITING_MS)))}`,
    )
    .returning({ id: slateImports.id });
  return ended.length;
}
