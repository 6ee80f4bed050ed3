import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";
import { assetTypeOf } from "../unity/asset-type.ts";
import { arrayOf, listedIds, storableChunks } from "./json.ts";
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

/** Paths of the assets that have these guids, or had them last. */
export async function findPaths(q: Queries, projectId: string, guids: string[]): Promise<Map<string, string>> {
  if (guids.length === 0) return new Map();
  const rows = await q.execute<{ guid: string; path: string }>(sql`
    select guid, path from slate_asset_guids where project_id = ${projectId} and guid = any (${arrayOf(guids)})
    union all
    select guid, path from slate_assets where project_id = ${projectId} and deleted_at is null and guid = any (${arrayOf(guids)})`);
  // Those that have them now come last.
  return new Map(rows.map(({ guid, path }) => [guid, path]));
}

/** Guids of one question about lookups. */
const GUIDS_AT_ONCE = 10_000;

/**
 * Files of the assets that were taken apart while one of these guids was somebody else's, or nobody's; all of the project's when `guids` is null.
 */
export async function filesOfStaleLookups(q: Queries, projectId: string, guids: Set<string> | null): Promise<string[]> {
  const asked = [...(guids ?? (await guidsOfLookups(q, projectId)))];
  const files = new Set<string>();
  for (let i = 0; i < asked.length; i += GUIDS_AT_ONCE) {
    const part = asked.slice(i, i + GUIDS_AT_ONCE);
    const answers = [...(await findPaths(q, projectId, part))].map(([guid, path]) => [guid, path.slice(path.lastIndexOf("/") + 1)]);
    const rows = await q.execute<{ id: string }>(sql`
      with stale as materialized (
        select distinct asset_id from slate_asset_lookups where project_id = ${projectId} and guid = any (${arrayOf(part)})
          and answer is distinct from ${JSON.stringify(Object.fromEntries(answers))}::jsonb ->> guid
      )
      select coalesce(a.file_id, a.meta_file_id) as id from stale join slate_assets a on a.id = stale.asset_id and a.deleted_at is null`);
    for (const { id } of rows) files.add(id);
  }
  return [...files];
}

async function guidsOfLookups(q: Queries, projectId: string): Promise<string[]> {
  const rows = await q.execute<{ guid: string }>(sql`select distinct guid from slate_asset_lookups where project_id = ${projectId}`);
  return rows.map(({ guid }) => guid);
}
