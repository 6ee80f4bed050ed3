import type { Project } from "@slate/schema/api";
import { slateProjects } from "@slate/schema/db";
import { type Actor, type Queries, read } from "@slate/service";
import { and, eq, isNull } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { projectColumns, toProject } from "./project-row.ts";
import { projectTag } from "./tags.ts";

/** A project with its counts, deleted ones too. Throws `project.not_found`. */
export async function getProject(deps: Deps, actor: Actor, id: string): Promise<Project> {
  const options = { key: `${actor.workspaceId}:project:${id}`, tags: [projectTag(id)] };
  const project = await read(deps, actor, options, (q) => findProject(q, id));
  if (!project) throw errors.projectNotFound();
  return project;
}

export async function findProject(q: Queries, id: string): Promise<Project | null> {
  const [row] = await q.select(projectColumns).from(slateProjects).where(eq(slateProjects.id, id));
  return row ? toProject(row) : null;
}

/** Throws `project.not_found` unless the project exists and is not deleted: what lists of its parts begin with. */
export async function requireProject(q: Queries, id: string): Promise<void> {
  const [row] = await q
    .select({ id: slateProjects.id })
    .from(slateProjects)
    .where(and(eq(slateProjects.id, id), isNull(slateProjects.deletedAt)));
  if (!row) throw errors.projectNotFound();
}
