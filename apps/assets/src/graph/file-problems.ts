import type { AssetType, AssetWarning, ProblemKind } from "@slate/schema/api";
import type { Queries } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";

export type FileProblem = Extract<ProblemKind, "orphaned-meta" | "missing-meta" | "duplicate-guid" | "warning">;
export type AssetRow = { id: string; guid: string; path: string; type: AssetType };
export type Faulty = AssetRow & { size: number; warnings: AssetWarning[]; declaredGuid: string | null };

/** Warnings that are a problem of their own kind. */
const LISTED_APART = sql`('meta.missing', 'meta.orphaned', 'guid.duplicate')`;

/** Which assets of `slate_assets` have the problem; of those that share a guid, all but the one that has it. */
export const HAS_FILE_PROBLEM: Record<FileProblem, SQL> = {
  "orphaned-meta": sql`slate_assets.type = 'orphan'`,
  // Unity gives none to what it ignores: names that begin with a dot or end in a tilde.
  "missing-meta": sql`slate_assets.meta_file_id is null and slate_assets.file_id is not null and slate_assets.path !~ '(^|/)(\\.[^/]*|[^/]*~)(/|$)'
    and starts_with(slate_assets.path, case slate_assets.unity_project when '' then '' else slate_assets.unity_project || '/' end || 'Assets/')`,
  "duplicate-guid": sql`slate_assets.declared_guid is not null`,
  warning: sql`exists (select from jsonb_array_elements(slate_assets.warnings) w where w ->> 'code' not in ${LISTED_APART})`,
};

/** Assets with the problem in the order of their paths; `after` is path and id of the last one of the page before. */
export const listFaulty = (
  q: Queries,
  projectId: string,
  kind: FileProblem,
  limit: number,
  after: [path: string, id: string] | undefined,
): Promise<Faulty[]> =>
  q.execute<Faulty>(sql`
    select id, guid, path, type, size::float8 as size, declared_guid as "declaredGuid",
      (select coalesce(json_agg(w), '[]') from jsonb_array_elements(warnings) w where w ->> 'code' not in ${LISTED_APART}) as warnings
    from slate_assets
    where project_id = ${projectId} and deleted_at is null and ${HAS_FILE_PROBLEM[kind]}
      ${after ? sql`and (path collate "C", id) > (${after[0]} collate "C", ${after[1]}::uuid)` : sql``}
    order by path collate "C", id limit ${limit}`);

/** Who has each of these guids, or says so in its `.meta`. */
export async function findBearers(q: Queries, projectId: string, guids: string[]): Promise<Map<string, AssetRow[]>> {
  if (guids.length === 0) return new Map();
  const rows = await q.execute<AssetRow & { bears: string }>(sql`
    select a.id, a.guid, a.path, a.type, coalesce(a.declared_guid, a.guid) as bears
    from slate_assets a
    where a.project_id = ${projectId} and a.deleted_at is null
      and (a.guid in ${valuesOf(guids)} or a.declared_guid in ${valuesOf(guids)})
    order by a.declared_guid is not null, a.path collate "C"`);
  return Map.groupBy(rows, (row) => row.bears);
}

const valuesOf = (values: string[]) => sql`(select value from json_array_elements_text(${JSON.stringify(values)}::json))`;

/** How many assets have each problem. */
export async function countFaulty(q: Queries, projectId: string): Promise<Record<FileProblem, number>> {
  const counts = Object.entries(HAS_FILE_PROBLEM).map(([kind, has]) => sql`count(*) filter (where ${has})::int as ${sql.identifier(kind)}`);
  const [counted] = await q.execute<Record<FileProblem, number>>(sql`
    select ${sql.join(counts, sql`, `)} from slate_assets where project_id = ${projectId} and deleted_at is null`);
  return counted as Record<FileProblem, number>;
}
