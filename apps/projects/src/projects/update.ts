import type { Project, UpdateProject } from "@slate/schema/api";
import { slateProjects } from "@slate/schema/db";
import { type Actor, checkVersion, type Tx, transact, violated } from "@slate/service";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { findProject } from "./get.ts";
import { projectsTag, projectTag } from "./tags.ts";

type Row = typeof slateProjects.$inferInsert;

/** Changes name, description, metadata or the archived mark. Throws 412 when `expected` is not its version. */
export const updateProject = (deps: Deps, actor: Actor, id: string, expected: number | "any", input: UpdateProject): Promise<Project> =>
  transact(deps, actor, async (tx) => {
    const { archived, ...fields } = input;
    const archivedAt = archived === undefined ? {} : { archivedAt: archived ? sql`coalesce(archived_at, now())` : null };
    const project = await change(tx, actor, id, expected, { ...fields, ...archivedAt } as Partial<Row>, "live");
    tx.emit("project.updated", { name: project.name, version: project.version }, { projectId: id });
    tx.audit("project.update", id, { fields: Object.keys(input) });
    return project;
  });

/** Deletes softly: files and history stay, the name is free again. */
export const deleteProject = (deps: Deps, actor: Actor, id: string, expected: number | "any"): Promise<Project> =>
  transact(deps, actor, async (tx) => {
    const project = await change(tx, actor, id, expected, { deletedAt: sql`now()` } as never, "live");
    tx.emit("project.deleted", {}, { projectId: id });
    tx.audit("project.delete", id, { name: project.name });
    return project;
  });

/** Brings a deleted project back. Throws `project.name_taken` when its name has been given away. */
export const restoreProject = (deps: Deps, actor: Actor, id: string): Promise<Project> =>
  transact(deps, actor, async (tx) => {
    const project = await change(tx, actor, id, "any", { deletedAt: null }, "deleted");
    tx.emit("project.restored", {}, { projectId: id });
    tx.audit("project.restore", id, { name: project.name });
    return project;
  });

async function change(
  tx: Tx,
  actor: Actor,
  id: string,
  expected: number | "any",
  fields: Partial<Row>,
  state: "live" | "deleted",
): Promise<Project> {
  const inState = state === "live" ? isNull(slateProjects.deletedAt) : isNotNull(slateProjects.deletedAt);
  const [found] = await tx
    .select({ version: slateProjects.version })
    .from(slateProjects)
    .where(and(eq(slateProjects.id, id), inState))
    .for("update");
  if (!found) throw errors.projectNotFound();
  checkVersion(expected, found.version);
  try {
    await tx
      .update(slateProjects)
      .set({ ...fields, version: found.version + 1, updatedAt: sql`now()` as never })
      .where(eq(slateProjects.id, id));
  } catch (cause) {
    if (violated(cause) === "slate_projects_name_uq") throw errors.nameTaken(undefined, { cause });
    throw cause;
  }
  tx.touch(projectTag(id), projectsTag(actor.workspaceId));
  const project = await findProject(tx, id);
  if (!project) throw errors.projectNotFound();
  return project;
}
