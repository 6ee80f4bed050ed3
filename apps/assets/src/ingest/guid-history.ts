import type { Queries } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";
import { assetTypeOf } from "../unity/asset-type.ts";
import { keysIn, listed, listedIds, storableChunks } from "./json.ts";
import { assetPathOf } from "./pair-files.ts";

type Place = { workspaceId: string; projectId: string };

/**
 * Notes which guids the `.meta` files of these changesets declare, and where; answers them. From the versions and not from the files as they are, so that
 * what came and went between two looks is remembered as well, in whatever order changesets are told.
 */
export async function rememberGuids(q: Queries, { workspaceId, projectId }: Place, changesetIds: string[]): Promise<Set<string>> {
  // Step by step: statistics lag behind an import, and a planner that believes the project to be empty would compare every content with every version.
  const rows = await q.execute<{ guid: string; path: string; at: string }>(sql`
    with metas as materialized (
      select v.path, v.created_at, v.sha256 from slate_file_versions v
      where v.changeset_id in ${listedIds(changesetIds)} and v.project_id = ${projectId} and v.path like '%.meta'
    )
    select distinct on (guid) guid, path, created_at::text as at
    from metas cross join lateral (
      select lower(substring(c.text from '(?n)^guid: *([0-9a-fA-F]{32})(?![0-9a-fA-F])')) as guid
      from slate_contents c where c.project_id = ${projectId} and c.sha256 = metas.sha256 offset 0
    ) declared
    where guid is not null order by guid, created_at desc, path desc`);
  const guids = rows.map(({ guid, path, at }) => {
    const asset = assetPathOf(path);
    return { guid, path: asset, type: assetTypeOf(asset, null, null), at };
  });
  for (const chunk of storableChunks(guids))
    await q.execute(sql`
      insert into slate_asset_guids as known (workspace_id, project_id, guid, path, type, seen_at)
      select ${workspaceId}, ${projectId}, g.guid, g.path, g.type, g.at
      from json_to_recordset(${chunk}::json) as g (guid text, path text, type text, at timestamptz)
      on conflict (project_id, guid) do update set path = excluded.path, type = excluded.type, seen_at = excluded.seen_at
      where (excluded.seen_at, excluded.path) > (known.seen_at, known.path)`);
  return new Set(guids.map(({ guid }) => guid));
}

/** Path of the asset that has a guid of `l`, or had it last. */
const pathOf = (guid: SQL) => sql`coalesce(
  (select t.path from slate_assets t where t.project_id = l.project_id and t.guid = ${guid} and t.deleted_at is null),
  (select h.path from slate_asset_guids h where h.project_id = l.project_id and h.guid = ${guid}))`;

/** Paths of the assets that have these guids, or had them last. */
export async function findPaths(q: Queries, projectId: string, guids: string[]): Promise<Map<string, string>> {
  if (guids.length === 0) return new Map();
  const rows = await q.execute<{ guid: string; path: string | null }>(
    sql`select l.value as guid, ${pathOf(sql`l.value`)} as path from ${keysIn(projectId, guids)} l`,
  );
  return new Map(rows.flatMap(({ guid, path }) => (path === null ? [] : [[guid, path] as const])));
}

/**
 * Files of the assets that were taken apart while one of these guids was somebody else's, or nobody's; all of the project's when `guids` is null.
 */
export async function filesOfStaleLookups(q: Queries, projectId: string, guids: Iterable<string> | null): Promise<string[]> {
  const rows = await q.execute<{ id: string }>(sql`
    with stale as materialized (
      select distinct l.asset_id from slate_asset_lookups l
      where l.project_id = ${projectId} ${guids === null ? sql`` : sql`and l.guid in ${listed(guids)}`}
        and l.answer is distinct from substring(${pathOf(sql`l.guid`)} from '[^/]*$')
    )
    select coalesce(a.file_id, a.meta_file_id) as id from stale join slate_assets a on a.id = stale.asset_id and a.deleted_at is null`);
  return rows.map(({ id }) => id);
}
