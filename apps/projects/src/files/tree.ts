import type { Page, TreeEntry } from "@slate/schema/api";
import { slateFileLocks, slateFiles } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, type Queries, read } from "@slate/service";
import { inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { requireProject } from "../projects/get.ts";
import { projectTag } from "../projects/tags.ts";
import { fileColumns, toFile, withLock } from "./file-row.ts";

const Cursor = z.tuple([z.int(), z.string()]);
type Query = { folder?: string; limit: number; cursor?: string };
type Row = { rank: number; name: string; fileId: string | null; fileCount: number };

/** What stands directly in one folder: folders first, then files, each by name without case. */
export async function listTree(deps: Deps, actor: Actor, projectId: string, query: Query): Promise<Page<TreeEntry>> {
  const after = decodeCursor(Cursor, query.cursor);
  const prefix = query.folder ? `${query.folder}/` : "";
  return read(deps, actor, { tags: [projectTag(projectId)] }, async (q) => {
    await requireProject(q, projectId);
    const rows = await findChildren(q, projectId, prefix, after, query.limit + 1);
    const files = await findFiles(q, rows);
    return pageOf(
      rows,
      query.limit,
      (row) => [row.rank, row.name],
      ({ name, fileId, fileCount }): TreeEntry => {
        const file = fileId ? files.get(fileId) : undefined;
        const path = prefix + name;
        return file ? { kind: "file", name, path, file } : { kind: "folder", name, path, fileCount };
      },
    );
  });
}

/** In byte order everything below `a/` lies between `a/` and `a0`, because `0` follows `/`: an index range. */
const findChildren = (q: Queries, projectId: string, prefix: string, after: [number, string] | undefined, limit: number) =>
  q.execute<Row>(sql`
    with below as (
      select id, substr(path, ${prefix.length + 1}) as rest from slate_files
      where project_id = ${projectId} and deleted_at is null
        ${prefix ? sql`and path collate "C" >= ${prefix} and path collate "C" < ${`${prefix.slice(0, -1)}0`}` : sql``}
    ), children as (
      select 0 as rank, split_part(rest, '/', 1) as name, null::uuid as "fileId", count(*)::int as "fileCount" from below where strpos(rest, '/') > 0 group by 2
      union all
      select 1, rest, id, 0 from below where strpos(rest, '/') = 0
    )
    select * from children
    ${after ? sql`where (rank, lower(name), name) > (${after[0]}::int, lower(${after[1]}), ${after[1]})` : sql``}
    order by rank, lower(name), name limit ${limit}`);

async function findFiles(q: Queries, rows: Row[]) {
  const ids = rows.flatMap((row) => row.fileId ?? []);
  if (ids.length === 0) return new Map();
  const found = await q.select(fileColumns).from(slateFiles).leftJoin(slateFileLocks, withLock).where(inArray(slateFiles.id, ids));
  return new Map(found.map((row) => [row.file.id, toFile(row)]));
}
