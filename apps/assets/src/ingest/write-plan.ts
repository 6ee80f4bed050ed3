import type { Tx } from "@slate/service";
import { sql } from "drizzle-orm";
import { baseName } from "../unity/scripts.ts";
import { findIds } from "./find-ids.ts";
import { arrayOf, listedIds, storableChunks } from "./json.ts";
import type { AssetRow } from "./match-assets.ts";
import type { Plan, Wanted } from "./plan.ts";
import { findNewVersions, insertVersions, type NewVersion } from "./versions.ts";
import { replaceParts } from "./write-parts.ts";

type Place = { workspaceId: string; projectId: string };
export type ChangedAsset = { assetId: string; guid: string; path: string; type: string; change: "created" | "updated" | "deleted" };

/** Warnings that are kept with an asset. */
const WARNINGS_LIMIT = 200;

/**
 * Brings assets to the plan, with their components, references and versions, and what other assets refer to with them. Answers what changed. The
 * transaction holds the project's lock.
 */
export async function writePlan(tx: Tx, place: Place, { wanted, gone }: Plan): Promise<ChangedAsset[]> {
  if (wanted.length + gone.length === 0) return [];
  await takeAway(tx, gone);
  await park(tx, wanted);
  const versions = await findNewVersions(tx, place, wanted);
  await upsert(tx, place, wanted, versions);
  await insertVersions(tx, place, versions);
  await replaceParts(tx, place, wanted);
  await resolve(tx, place, guidsOf(wanted, gone));
  await tx.execute(sql`
    insert into slate_asset_states as s (project_id, workspace_id, graph_version, format_version) values (${place.projectId}, ${place.workspaceId}, 1, 0)
    on conflict (project_id) do update set graph_version = s.graph_version + 1, updated_at = now()`);
  return [
    ...wanted.map(({ id, row, type, guid, pair }) => ({
      assetId: id,
      guid,
      path: pair.path,
      type,
      change: row && !row.deleted ? ("updated" as const) : ("created" as const),
    })),
    ...gone.map(({ id, guid, path, type }) => ({ assetId: id, guid, path, type, change: "deleted" as const })),
  ];
}

/** Softly: labels, collections and versions are there again when the file comes back. */
async function takeAway(tx: Tx, gone: AssetRow[]): Promise<void> {
  if (gone.length === 0) return;
  const ids = listedIds(gone.map(({ id }) => id));
  await tx.execute(sql`update slate_assets set deleted_at = now(), updated_at = now(), revision = revision + 1 where id in ${ids}`);
  await tx.execute(sql`delete from slate_asset_components where asset_id in ${ids}`);
  await tx.execute(sql`delete from slate_asset_references where from_asset_id in ${ids}`);
  await tx.execute(sql`delete from slate_asset_lookups where asset_id in ${ids}`);
}

/** Assets may trade guids and files, which are unique: those that change give theirs up first. */
async function park(tx: Tx, wanted: Wanted[]): Promise<void> {
  const changing = wanted.filter(
    ({ row, guid, pair }) =>
      row && !row.deleted && (row.guid !== guid || row.fileId !== (pair.file?.id ?? null) || row.metaFileId !== (pair.meta?.id ?? null)),
  );
  if (changing.length === 0) return;
  await tx.execute(sql`
    update slate_assets set guid = replace(id::text, '-', ''), file_id = null, meta_file_id = null where id in ${listedIds(changing.map(({ id }) => id))}`);
}

async function upsert(tx: Tx, { workspaceId, projectId }: Place, wanted: Wanted[], versions: NewVersion[]): Promise<void> {
  const newest = new Map(versions.map(({ assetId, version }) => [assetId, version]));
  const rows = wanted.map(({ id, row, type, guid, declaredGuid, pair: { path, file, meta }, unityProject, parts, warnings }) => ({
    id,
    guid,
    declaredGuid,
    path,
    name: baseName(path),
    unityProject,
    type,
    fileId: file?.id ?? null,
    fileVersion: file?.version ?? null,
    metaFileId: meta?.id ?? null,
    metaVersion: meta?.version ?? null,
    mainObjectId: parts?.asset.mainLocalId ?? null,
    sha256: file?.sha256 ?? null,
    size: file?.size ?? 0,
    version: newest.get(id) ?? row?.version ?? 1,
    metadata: parts?.asset.metadata ?? {},
    warnings: warnings.slice(0, WARNINGS_LIMIT),
    isRead: parts !== null,
  }));
  for (const chunk of storableChunks(rows))
    await tx.execute(sql`
      with r as (
        select * from json_to_recordset(${chunk}::json) as r (id uuid, guid text, "declaredGuid" text, path text, name text, "unityProject" text, type text,
          "fileId" uuid, "fileVersion" int, "metaFileId" uuid, "metaVersion" int, "mainObjectId" bigint, sha256 text, size bigint, version int,
          metadata jsonb, warnings jsonb, "isRead" boolean)
      ), unread as (
        -- Only what stands around it changed: what was read stays.
        update slate_assets a set guid = r.guid, declared_guid = r."declaredGuid", path = r.path, name = r.name, unity_project = r."unityProject",
          type = r.type, warnings = r.warnings, file_id = r."fileId", meta_file_id = r."metaFileId", revision = a.revision + 1, updated_at = now()
        from r where a.id = r.id and not r."isRead"
      )
      insert into slate_assets as a (id, workspace_id, project_id, guid, declared_guid, path, name, unity_project, type, file_id, file_version, meta_file_id,
        meta_version, main_object_id, sha256, size, version, metadata, warnings)
      select r.id, ${workspaceId}, ${projectId}, r.guid, r."declaredGuid", r.path, r.name, r."unityProject", r.type, r."fileId", r."fileVersion", r."metaFileId",
        r."metaVersion", r."mainObjectId", decode(r.sha256, 'hex'), r.size, r.version, r.metadata, r.warnings
      from r where r."isRead"
      on conflict (id) do update set guid = excluded.guid, declared_guid = excluded.declared_guid, path = excluded.path, name = excluded.name,
        unity_project = excluded.unity_project, type = excluded.type, file_id = excluded.file_id, file_version = excluded.file_version,
        meta_file_id = excluded.meta_file_id, meta_version = excluded.meta_version, main_object_id = excluded.main_object_id,
        sha256 = excluded.sha256, size = excluded.size, version = excluded.version, metadata = excluded.metadata, warnings = excluded.warnings,
        revision = a.revision + 1, updated_at = now(), deleted_at = null`);
}

/** Guids that may have got another asset, or none. */
const guidsOf = (wanted: Wanted[], gone: AssetRow[]): Set<string> =>
  new Set([
    ...wanted.flatMap(({ row, guid }) => (row && !row.deleted && row.guid === guid ? [] : row && !row.deleted ? [row.guid, guid] : [guid])),
    ...gone.map(({ guid }) => guid),
  ]);

/** References find their targets, or lose them. */
async function resolve(tx: Tx, { projectId }: Place, guids: Set<string>): Promise<void> {
  if (guids.size === 0) return;
  // A map and no join: whatever the planner believes of the project, each reference is looked at once.
  const target = sql`(${JSON.stringify(await findIds(tx, projectId, guids))}::jsonb ->> to_guid)::uuid`;
  await tx.execute(sql`
    update slate_asset_references set to_asset_id = ${target}
    where project_id = ${projectId} and to_guid = any (${arrayOf(guids)}) and to_asset_id is distinct from ${target}`);
}
