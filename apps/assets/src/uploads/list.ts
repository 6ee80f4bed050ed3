import { Id, type ListUploads, type Page, type Upload } from "@slate/schema/api";
import { slateUploads } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, readPrimary } from "@slate/service";
import { and, desc, eq, lt } from "drizzle-orm";
import { requireProject } from "../assets/project.ts";
import type { Deps } from "../deps.ts";
import { toUpload } from "./upload-row.ts";

/** The actor's own uploads to a project, newest first: where to go on after a browser was closed. */
export async function listUploads(deps: Deps, actor: Actor, { projectId, status, limit, cursor }: ListUploads): Promise<Page<Upload>> {
  const before = decodeCursor(Id, cursor);
  const rows = await readPrimary(deps, actor, async (q) => {
    await requireProject(q, projectId);
    return q
      .select()
      .from(slateUploads)
      .where(
        and(
          eq(slateUploads.projectId, projectId),
          eq(slateUploads.userId, actor.userId),
          status ? eq(slateUploads.status, status) : undefined,
          before ? lt(slateUploads.id, before) : undefined,
        ),
      )
      .orderBy(desc(slateUploads.id))
      .limit(limit + 1);
  });
  return pageOf(
    rows,
    limit,
    ({ id }) => id,
    (row) => toUpload(deps.config, row),
  );
}
