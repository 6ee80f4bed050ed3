import type { Collection, Page } from "@slate/schema/api";
import { slateCollections } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, read } from "@slate/service";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { requireProject } from "../assets/project.ts";
import { tagsOfProject } from "../assets/tags.ts";
import type { Deps } from "../deps.ts";
import { collectionColumns, toCollection } from "./collection-row.ts";

const Cursor = z.tuple([z.string(), z.uuid()]);
const byName = sql`lower(${slateCollections.name}) collate "C"`;

/** A project's collections by name. Throws `project.not_found`. */
export async function listCollections(
  deps: Deps,
  actor: Actor,
  query: { projectId: string; limit: number; cursor?: string },
): Promise<Page<Collection>> {
  const after = decodeCursor(Cursor, query.cursor);
  const rows = await read(deps, actor, { tags: tagsOfProject(query.projectId) }, async (q) => {
    await requireProject(q, query.projectId);
    return q
      .select({ ...collectionColumns, sortKey: sql<string>`${byName}` })
      .from(slateCollections)
      .where(
        and(
          eq(slateCollections.projectId, query.projectId),
          after && sql`(${byName}, ${slateCollections.id}) > (${after[0]}, ${after[1]}::uuid)`,
        ),
      )
      .orderBy(byName, slateCollections.id)
      .limit(query.limit + 1);
  });
  return pageOf(rows, query.limit, (row) => [row.sortKey, row.collection.id], toCollection);
}
