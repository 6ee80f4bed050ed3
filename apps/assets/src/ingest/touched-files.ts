import { holdsObjects } from "@slate/schema/api";
import type { Queries } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";
import { listedIds } from "./json.ts";
import { assetKeyOf } from "./pair-files.ts";

export type TouchedFile = { id: string; path: string; size: number; binary: boolean };

/** Files of one batch, and bytes that may be read of them: what is in memory at once, and written in one transaction. */
const BATCH_FILES = 500;
const BATCH_BYTES = 8 * 1024 * 1024;

const select = (q: Queries, from: SQL) =>
  q.execute<TouchedFile>(sql`select distinct f.id, f.path, f.size::float8 as size, f.is_binary as binary from ${from}`);

/** Files that these changesets did something to. */
export const filesOfChangesets = (q: Queries, projectId: string, changesetIds: string[]) =>
  select(
    q,
    sql`slate_file_versions v join slate_files f on f.id = v.file_id where v.project_id = ${projectId} and v.changeset_id in ${listedIds(changesetIds)}`,
  );

/** Folders that these changesets put files into or took files out of. */
export async function foldersOfChangesets(q: Queries, projectId: string, changesetIds: string[]): Promise<string[]> {
  const rows = await q.execute<{ folder: string }>(sql`
    select distinct regexp_replace(place, '[^/]*$', '') as folder
    from slate_file_versions v cross join lateral unnest(array[v.path, v.previous_path]) place
    where v.changeset_id in ${listedIds(changesetIds)} and v.project_id = ${projectId} and v.operation <> 'edit' and place is not null`);
  return rows.map(({ folder }) => folder);
}

/** All live files of a project, and deleted ones that an asset still counts as its own. */
export const filesOfProject = (q: Queries, projectId: string) =>
  select(
    q,
    sql`(
      select * from slate_files where project_id = ${projectId} and deleted_at is null
      union all
      select g.* from slate_assets a join slate_files g on g.id in (a.file_id, a.meta_file_id)
      where a.project_id = ${projectId} and a.deleted_at is null and g.deleted_at is not null
    ) f`,
  );

/** Files by id. */
export const filesById = (q: Queries, projectId: string, ids: string[]) =>
  select(q, sql`slate_files f where f.project_id = ${projectId} and f.id in ${listedIds(ids)}`);

/** Files in groups of bounded size, each with its `.meta`. */
export function batchesOf(files: TouchedFile[]): string[][] {
  const assets = Map.groupBy(files, ({ path }) => assetKeyOf(path));
  const batches: string[][] = [];
  let batch: string[] = [];
  let bytes = 0;
  for (const parts of assets.values()) {
    const more = parts.reduce((sum, one) => sum + (isRead(one) ? one.size : 0), 0);
    if (batch.length > 0 && (batch.length + parts.length > BATCH_FILES || bytes + more > BATCH_BYTES)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(...parts.map(({ id }) => id));
    bytes += more;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** Whether more than the first bytes of a file may be read. A NUL makes a text binary, and a `.meta` is read whatever it holds. */
const isRead = ({ path, binary }: TouchedFile): boolean => !binary || holdsObjects(path) || path.endsWith(".meta");
