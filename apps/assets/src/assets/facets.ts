import { type AssetFacets, type AssetFilter, AssetFacets as Facets } from "@slate/schema/api";
import { type Actor, read } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { matching } from "./filter.ts";
import { requireProject } from "./project.ts";
import { tagsOfProject } from "./tags.ts";

const FACET_VALUES = 100;

/** What the assets that pass a filter are like. Each facet counts what the other parts of the filter leave. */
export async function countFacets(deps: Deps, actor: Actor, filter: AssetFilter): Promise<AssetFacets> {
  const key = `${actor.workspaceId}:asset-facets:${JSON.stringify(Object.entries(filter).sort())}`;
  const matches = await matching(deps, actor, filter);
  return read(deps, actor, { key, tags: tagsOfProject(filter.projectId) }, async (q) => {
    await requireProject(q, filter.projectId);
    const [found] = await q.execute<AssetFacets>(sql`
      select (select json_build_object('count', count(*), 'bytes', coalesce(sum(size), 0)) from slate_assets where ${matches()}) as total,
        ${facet(sql`type`, sql`slate_assets`, matches("type"))} as type,
        ${facet(sql`label`, sql`slate_assets, unnest(slate_assets.labels) as label`, matches("label"))} as label,
        ${facet(folderBelow(filter.folder ?? ""), sql`slate_assets`, matches())} as folder,
        ${facet(sql`unity_project`, sql`slate_assets`, sql`${matches("unityProject")} and unity_project is not null`)} as "unityProject",
        json_build_object(
          'changesetId', (select changeset_id from slate_asset_states where project_id = ${filter.projectId}),
          'latestChangesetId', (select id from slate_changesets where project_id = ${filter.projectId} order by id desc limit 1)) as state`);
    return Facets.parse(found);
  });
}

const facet = (value: SQL, from: SQL, where: SQL) => sql`(
  select coalesce(json_agg(counted), '[]') from (
    select ${value} as value, count(*)::int as count from ${from} where ${where} group by 1 order by 2 desc, 1 limit ${FACET_VALUES}) counted
  where value is not null)`;

/** The next segment of the path below `folder`; null for what stands in the folder itself. */
const folderBelow = (folder: string) => {
  const rest = sql`substr(path, ${folder === "" ? 1 : folder.length + 2})`;
  return sql`case when strpos(${rest}, '/') > 0 then split_part(${rest}, '/', 1) end`;
};
