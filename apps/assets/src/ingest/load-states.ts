import type { Queries } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";
import { arrayOf, idsOf } from "./json.ts";
import type { AssetRow } from "./match-assets.ts";
import type { FileState } from "./pair-files.ts";

/** Each part alone can use its index; an "or" of them all could use none. What is in several comes once. */
const unionOf = (columns: SQL, from: SQL, projectId: string, parts: SQL[]): SQL =>
  sql.join(
    parts.map((where) => sql`select ${columns} from ${from} where project_id = ${projectId} and ${where}`),
    sql` union `,
  );

const FILE_COLUMNS = sql`f.id, f.path, f.path_key as key, f.version, encode(f.sha256, 'hex') as sha256, f.size::float8 as size, f.is_binary as binary,
  f.deleted_at is not null as deleted`;

/** Files by id, deleted ones too, and live files by key; a file that is both comes once. */
export async function loadFiles(q: Queries, projectId: string, ids: string[], keys: string[]): Promise<FileState[]> {
  const parts = [
    ...(ids.length > 0 ? [sql`f.id = any (${idsOf(ids)})`] : []),
    ...(keys.length > 0 ? [sql`f.deleted_at is null and f.path_key = any (${arrayOf(keys)})`] : []),
  ];
  return parts.length === 0 ? [] : q.execute<FileState>(unionOf(FILE_COLUMNS, sql`slate_files f`, projectId, parts));
}

const ASSET_COLUMNS = sql`a.id, a.guid, a.declared_guid as "declaredGuid", a.path, a.unity_project as "unityProject", a.type, a.file_id as "fileId",
  a.file_version as "fileVersion", a.meta_file_id as "metaFileId", a.meta_version as "metaVersion", a.version, a.warnings,
  a.deleted_at is not null as deleted`;

/** Rows of these files, deleted ones too, rows that have these guids or would like to, and deleted ones that had them. */
export async function loadAssets(q: Queries, projectId: string, fileIds: string[], guids: string[]): Promise<AssetRow[]> {
  const live = sql`a.deleted_at is null`;
  const deleted = sql`a.deleted_at is not null`;
  const files = idsOf(fileIds);
  const named = arrayOf(guids);
  const ofFiles = [live, deleted].flatMap((state) => [
    sql`${state} and a.file_id = any (${files})`,
    sql`${state} and a.meta_file_id = any (${files})`,
  ]);
  const ofGuids = [
    sql`${live} and a.guid = any (${named})`,
    sql`${deleted} and a.guid = any (${named})`,
    sql`${live} and a.declared_guid = any (${named})`,
  ];
  const parts = [...(fileIds.length > 0 ? ofFiles : []), ...(guids.length > 0 ? ofGuids : [])];
  return parts.length === 0 ? [] : q.execute<AssetRow>(unionOf(ASSET_COLUMNS, sql`slate_assets a`, projectId, parts));
}
