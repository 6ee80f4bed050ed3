import type { Lock, Page } from "@slate/schema/api";
import { slateFileLocks, slateFiles } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, type Queries, read } from "@slate/service";
import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { requireProject } from "../projects/get.ts";
import { projectTag } from "../projects/tags.ts";
import { lockColumns, toLock } from "./lock-row.ts";

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);
const atFile = eq(slateFiles.id, slateFileLocks.fileId);

/** The locks held in a project, newest first. */
export async function listLocks(
  deps: Deps,
  actor: Actor,
  query: { projectId: string; limit: number; cursor?: string },
): Promise<Page<Lock>> {
  const after = decodeCursor(Cursor, query.cursor);
  const rows = await read(deps, actor, { tags: [projectTag(query.projectId)] }, async (q) => {
    await requireProject(q, query.projectId);
    return q
      .select(lockColumns)
      .from(slateFileLocks)
      .innerJoin(slateFiles, atFile)
      .where(
        and(
          eq(slateFileLocks.projectId, query.projectId),
          after && sql`(${slateFileLocks.takenAt}, ${slateFileLocks.fileId}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
        ),
      )
      .orderBy(desc(slateFileLocks.takenAt), desc(slateFileLocks.fileId))
      .limit(query.limit + 1);
  });
  return pageOf(rows, query.limit, (row) => [row.takenAt.toISOString(), row.fileId], toLock);
}

/** Throws `lock.not_found`. */
export async function findLock(q: Queries, fileId: string) {
  const [row] = await q.select(lockColumns).from(slateFileLocks).innerJoin(slateFiles, atFile).where(eq(slateFileLocks.fileId, fileId));
  if (!row) throw errors.lockNotFound();
  return row;
}
