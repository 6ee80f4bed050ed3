import type { Queries } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";
import { keysIn } from "./json.ts";
import type { AssetRow } from "./match-assets.ts";
import type { FileState } from "./pair-files.ts";

/** Rows by many keys of `l`, each looked up by itself in the index that its condition is written for. */
const lookUp = (columns: SQL, from: SQL, projectId: string, keys: Iterable<string>, condition: SQL): SQL => sql`
  select found.* from ${keysIn(projectId, keys)} l cross join lateral (select ${columns} from ${from} where ${condition} offset 0) found`;

const union = (parts: SQL[]): SQL => sql.join(parts, sql` union `);

const FILE_COLUMNS = sql`f.id, f.path, f.path_key as key, f.version, encode(f.sha256, 'hex') as sha256, f.size::float8 as size, f.is_binary as binary,
  f.deleted_at is not null as deleted`;

/** Files by id, deleted ones too, and live files by key; a file that is both comes once. */
export async function loadFiles(q: Queries, projectId: string, ids: string[], keys: string[]): Promise<FileState[]> {
  const files = (values: string[], condition: SQL) =>
    values.length > 0
      ? [lookUp(FILE_COLUMNS, sql`slate_files f`, projectId, values, sql`f.project_id = l.project_id and ${condition}`)]
      : [];
  const parts = [...files(ids, sql`f.id = l.value::uuid`), ...files(keys, sql`f.deleted_at is null and f.path_key = l.value`)];
  return parts.length === 0 ? [] : q.execute<FileState>(union(parts));
}

const ASSET_COLUMNS = sql`a.id, a.guid, a.declared_guid as "declaredGuid", a.path, a.unity_project as "unityProject", a.type, a.file_id as "fileId",
  a.file_version as "fileVersion", a.meta_file_id as "metaFileId", a.meta_version as "metaVersion", a.version, a.warnings,
  a.deleted_at is not null as deleted`;

/** Rows of these files, deleted ones too, rows that have these guids or would like to, and deleted ones that had them. */
export async function loadAssets(q: Queries, projectId: string, fileIds: string[], guids: string[]): Promise<AssetRow[]> {
  const live = sql`a.deleted_at is null`;
  const deleted = sql`a.deleted_at is not null`;
  const assets = (values: string[], condition: SQL) =>
    values.length > 0
      ? [lookUp(ASSET_COLUMNS, sql`slate_assets a`, projectId, values, sql`a.project_id = l.project_id and ${condition}`)]
      : [];
  const parts = [
    ...[live, deleted].flatMap((state) => [
      ...assets(fileIds, sql`${state} and a.file_id = l.value::uuid`),
      ...assets(fileIds, sql`${state} and a.meta_file_id = l.value::uuid`),
      ...assets(guids, sql`${state} and a.guid = l.value`),
    ]),
    ...assets(guids, sql`${live} and a.declared_guid = l.value`),
  ];
  return parts.length === 0 ? [] : q.execute<AssetRow>(union(parts));
}
