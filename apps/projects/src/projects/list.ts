import type { ListProjects, Page, Project } from "@slate/schema/api";
import { slateProjects } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, read } from "@slate/service";
import { and, asc, desc, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { CHANGED_AT, projectColumns, toProject } from "./project-row.ts";
import { projectsTag } from "./tags.ts";

const Cursor = z.tuple([z.string(), z.uuid()]);

/** One page of the workspace's projects. Sorted by name upwards, by time downwards. */
export async function listProjects(deps: Deps, actor: Actor, query: ListProjects): Promise<Page<Project>> {
  const after = decodeCursor(Cursor, query.cursor);
  const by = { name: sql`lower(${slateProjects.name})`, updated: CHANGED_AT, created: slateProjects.createdAt }[query.sort];
  const upwards = query.sort === "name";
  const cast = upwards ? sql`text` : sql`timestamptz`;
  const state = {
    active: and(isNull(slateProjects.deletedAt), isNull(slateProjects.archivedAt)),
    archived: and(isNull(slateProjects.deletedAt), isNotNull(slateProjects.archivedAt)),
    deleted: isNotNull(slateProjects.deletedAt),
  }[query.state];
  const pattern = query.q && `%${query.q.replace(/[\\%_]/g, "\\$&")}%`;

  const rows = await read(deps, actor, { tags: [projectsTag(actor.workspaceId)] }, (q) =>
    q
      .select({ ...projectColumns, sortKey: sql<string>`(${by})::text` })
      .from(slateProjects)
      .where(
        and(
          state,
          pattern ? sql`(${slateProjects.name} ilike ${pattern} or ${slateProjects.description} ilike ${pattern})` : undefined,
          after && sql`(${by}, ${slateProjects.id}) ${upwards ? sql`>` : sql`<`} (${after[0]}::${cast}, ${after[1]}::uuid)`,
        ),
      )
      .orderBy(...(upwards ? [asc(by), asc(slateProjects.id)] : [desc(by), desc(slateProjects.id)]))
      .limit(query.limit + 1),
  );
  return pageOf(rows, query.limit, (row) => [row.sortKey, row.project.id], toProject);
}
