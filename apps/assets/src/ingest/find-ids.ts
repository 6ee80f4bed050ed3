import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";
import { arrayOf } from "./json.ts";

/** Ids of the live assets that have these guids, by guid. */
export async function findIds(q: Queries, projectId: string, guids: Iterable<string>): Promise<Record<string, string>> {
  const rows = await q.execute<{ guid: string; id: string }>(
    sql`select guid, id from slate_assets where project_id = ${projectId} and deleted_at is null and guid = any (${arrayOf(guids)})`,
  );
  return Object.fromEntries(rows.map(({ guid, id }) => [guid, id]));
}
