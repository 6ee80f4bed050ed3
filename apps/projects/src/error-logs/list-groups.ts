import { ErrorGroup, type ListErrorGroups, type Page } from "@slate/schema/api";
import { type Actor, decodeCursor, pageOf, type Queries, read } from "@slate/service";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { requireProject } from "../projects/get.ts";
import { projectTag } from "../projects/tags.ts";
import { errorsTag } from "./error-row.ts";

const Cursor = z.tuple([z.iso.datetime(), z.string()]);
type Row = Omit<ErrorGroup, "firstSeenAt" | "lastSeenAt"> & { firstSeenAt: string | Date; lastSeenAt: string | Date };
const iso = (time: string | Date) => new Date(time).toISOString();

/** Errors by fingerprint, last seen first, each group with the words of its newest error. */
export async function listErrorGroups(deps: Deps, actor: Actor, query: z.infer<typeof ListErrorGroups>): Promise<Page<ErrorGroup>> {
  const before = decodeCursor(Cursor, query.cursor);
  const tags = [errorsTag(actor.workspaceId), projectTag(query.projectId)];
  const rows = await read(deps, actor, { tags }, async (q) => {
    await requireProject(q, query.projectId);
    return findGroups(q, query, before);
  });
  const toGroup = (row: Row) => ErrorGroup.parse({ ...row, firstSeenAt: iso(row.firstSeenAt), lastSeenAt: iso(row.lastSeenAt) });
  return pageOf(rows, query.limit, (row) => [iso(row.lastSeenAt), row.fingerprint], toGroup);
}

function findGroups(
  q: Queries,
  { projectId, severity, limit }: z.infer<typeof ListErrorGroups>,
  before: z.infer<typeof Cursor> | undefined,
) {
  const chosen = sql`project_id = ${projectId} ${severity ? sql`and severity = ${severity}` : sql``}`;
  return q.execute<Row>(sql`
    with groups as (
      select fingerprint, count(*)::int as count, min(created_at) as first_seen_at, max(created_at) as last_seen_at
      from slate_error_logs where ${chosen} group by fingerprint
      ${before ? sql`having (max(created_at), fingerprint) < (${before[0]}::timestamptz, ${before[1]})` : sql``}
      order by last_seen_at desc, fingerprint desc limit ${limit + 1}
    )
    select groups.fingerprint, count, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt",
      newest.error_type as "errorType", newest.error_message as "errorMessage", newest.severity
    from groups cross join lateral (
      select error_type, error_message, severity from slate_error_logs
      where ${chosen} and fingerprint = groups.fingerprint order by id desc limit 1
    ) newest
    order by last_seen_at desc, groups.fingerprint desc`);
}
