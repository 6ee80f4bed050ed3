import { sqlAsOwner } from "../../../../infra/testing/index.ts";

/**
 * Everything that a project's assets say, without what only tells how it came about: ids go by guids, times and counters of changes are left out. Two equal
 * snapshots are the same assets.
 */
export async function snapshotOf(projectId: string): Promise<unknown> {
  const sql = sqlAsOwner();
  const assets = await sql`
    select guid, declared_guid, path, name, unity_project, type, file_id, file_version, meta_file_id, meta_version, main_object_id::text, encode(sha256, 'hex') as sha256,
      size::int, metadata, warnings from slate_assets where project_id = ${projectId} and deleted_at is null order by path, guid`;
  const components = await sql`
    select a.path, c.ordinal, c.file_id::text, c.class_id::text, c.component_type, c.component_name, c.script_guid, c.game_object_file_id::text, c.parent::text, c.stripped,
      c.editable, c.properties
    from slate_asset_components c join slate_assets a on a.id = c.asset_id where c.project_id = ${projectId} order by a.path, a.guid, c.ordinal`;
  const references = await sql`
    select a.path, r.ordinal, r.from_file_id::text, r.from_path, r.to_guid, r.to_file_id::text, t.path as "to", r.kind, r.resolved
    from slate_asset_references r join slate_assets a on a.id = r.from_asset_id left join slate_assets t on t.id = r.to_asset_id
    where r.project_id = ${projectId} order by a.path, a.guid, r.ordinal`;
  const lookups = await sql`
    select a.path, l.guid, l.answer from slate_asset_lookups l join slate_assets a on a.id = l.asset_id where l.project_id = ${projectId} order by a.path, a.guid, l.guid`;
  const guids = await sql`select guid, path, type from slate_asset_guids where project_id = ${projectId} order by guid`;
  const newest = await sql`
    select a.path, v.file_version, v.meta_version, encode(v.sha256, 'hex') as sha256, encode(v.meta_sha256, 'hex') as meta, v.path as "at"
    from slate_assets a join slate_asset_versions v on v.asset_id = a.id and v.version = a.version
    where a.project_id = ${projectId} and a.deleted_at is null order by a.path, a.guid`;
  return JSON.parse(JSON.stringify({ assets, components, references, lookups, guids, newest }));
}

/** Takes away all that ingest has made of a project, as if it had never looked. */
export async function forgetAssets(projectId: string): Promise<void> {
  const sql = sqlAsOwner();
  await sql.begin(async (tx) => {
    await tx`delete from slate_assets where project_id = ${projectId}`;
    await tx`delete from slate_asset_guids where project_id = ${projectId}`;
    await tx`delete from slate_asset_states where project_id = ${projectId}`;
  });
}
