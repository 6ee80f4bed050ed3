import type { Queries } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";
import { KNOWN_PACKAGE_SCRIPTS } from "../unity/known-scripts.ts";
import { bringsUnknownScripts } from "./packages.ts";

export type MissingKind = "missing-reference" | "missing-script";
export type Missing = { guid: string; lastPath: string | null; count: number };

const IN_PACKAGES = sql`(select value from json_array_elements_text(${JSON.stringify([...KNOWN_PACKAGE_SCRIPTS.keys()])}::json))`;

type Named = { guid: SQL; isScript: SQL; wasHere: SQL };

/**
 * As what something counts that a project names and does not have: `missing-script`, `missing-reference`, or `package`. A known guid of a package is not
 * missing, nor is any script that the project never had while its packages may bring scripts that we do not know.
 */
const kindOf = ({ guid, isScript, wasHere }: Named, mayBeOfPackage: boolean): SQL => sql`case
  when ${guid} in ${IN_PACKAGES} or (${isScript} and not ${wasHere} and ${mayBeOfPackage}) then 'package'
  when ${isScript} then 'missing-script' else 'missing-reference' end`;

/** Whether an asset of `slate_assets` names something that is missing in this way. */
export async function namesMissing(q: Queries, projectId: string, kind: MissingKind): Promise<SQL> {
  const named = { guid: sql`r.to_guid`, isScript: sql`(r.kind = 'script')`, wasHere: sql`(g.guid is not null)` };
  return sql`exists (select from slate_asset_references r
    left join slate_asset_guids g on g.project_id = r.project_id and g.guid = r.to_guid
    where r.from_asset_id = slate_assets.id and r.to_asset_id is null and r.kind <> 'builtin'
      and ${kindOf(named, await bringsUnknownScripts(q, projectId))} = ${kind})`;
}

const UNRESOLVED = { guid: sql`u.guid`, isScript: sql`u.is_script`, wasHere: sql`(g.guid is not null)` };

/** Guids that a project names and does not have, each with how often and as what. */
const unresolved = async (q: Queries, projectId: string): Promise<SQL> => sql`
  unresolved as (
    select r.to_guid as guid, r.kind = 'script' as is_script, count(*)::int as count
    from slate_asset_references r join slate_assets a on a.id = r.from_asset_id and a.deleted_at is null
    where r.project_id = ${projectId} and r.to_asset_id is null and r.kind <> 'builtin'
    group by 1, 2
  ), missing as (
    select u.guid, u.count, g.path as last_path, ${kindOf(UNRESOLVED, await bringsUnknownScripts(q, projectId))} as kind
    from unresolved u left join slate_asset_guids g on g.project_id = ${projectId} and g.guid = u.guid
  )`;

/** What is missing, most often named first; `after` is the last one of the page before. */
export const listMissing = async (
  q: Queries,
  projectId: string,
  kind: MissingKind,
  limit: number,
  after: [count: number, guid: string] | undefined,
): Promise<Missing[]> =>
  q.execute<Missing>(sql`
    with ${await unresolved(q, projectId)}
    select guid, last_path as "lastPath", count from missing
    where kind = ${kind} ${after ? sql`and (-count, guid) > (${-after[0]}::int, ${after[1]})` : sql``}
    order by -count, guid limit ${limit}`);

/** How many guids and how many references to them there are of each kind. */
export async function countMissing(
  q: Queries,
  projectId: string,
): Promise<Record<MissingKind | "package", { guids: number; references: number }>> {
  const rows = await q.execute<{ kind: MissingKind | "package"; guids: number; references: number }>(sql`
    with ${await unresolved(q, projectId)}
    select kind, count(*)::int as guids, sum(count)::int as references from missing group by kind`);
  const none = { guids: 0, references: 0 };
  const counted = { "missing-reference": none, "missing-script": none, package: none };
  for (const { kind, ...counts } of rows) counted[kind] = counts;
  return counted;
}
