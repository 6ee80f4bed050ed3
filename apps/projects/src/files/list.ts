import type { File, Page } from "@slate/schema/api";
import { slateFileLocks, slateFiles } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, type Queries, read } from "@slate/service";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { requireProject } from "../projects/get.ts";
import { projectTag } from "../projects/tags.ts";
import { fileColumns, toFile, withLock } from "./file-row.ts";

const Cursor = z.tuple([z.string(), z.uuid()]);
const bytewise = sql`${slateFiles.path} collate "C"`;

type Query = { projectId: string; prefix?: string; deleted: "true" | "false"; limit: number; cursor?: string };

/** All files of a project, flat, in byte order of their paths. */
export async function listFiles(deps: Deps, actor: Actor, query: Query): Promise<Page<File>> {
  const after = decodeCursor(Cursor, query.cursor);
  const rows = await read(deps, actor, { tags: [projectTag(query.projectId)] }, async (q: Queries) => {
    await requireProject(q, query.projectId);
    return q
      .select(fileColumns)
      .from(slateFiles)
      .leftJoin(slateFileLocks, withLock)
      .where(
        and(
          eq(slateFiles.projectId, query.projectId),
          query.deleted === "true" ? isNotNull(slateFiles.deletedAt) : isNull(slateFiles.deletedAt),
          query.prefix ? sql`starts_with(${slateFiles.path}, ${query.prefix})` : undefined,
          after && sql`(${bytewise}, ${slateFiles.id}) > (${after[0]} collate "C", ${after[1]}::uuid)`,
        ),
      )
      .orderBy(bytewise, slateFiles.id)
      .limit(query.limit + 1);
  });
  return pageOf(rows, query.limit, (row) => [row.file.path, row.file.id], toFile);
}
