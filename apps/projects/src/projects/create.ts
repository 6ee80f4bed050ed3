import type { CreateProject, Project } from "@slate/schema/api";
import { slateProjects } from "@slate/schema/db";
import { type Actor, transact } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { toProject } from "./project-row.ts";
import { projectsTag } from "./tags.ts";

/** Throws `project.name_taken`; names are compared without case. */
export const createProject = (deps: Deps, actor: Actor, input: CreateProject): Promise<Project> =>
  transact(deps, actor, async (tx) => {
    const { workspaceId, userId } = actor;
    const [project] = await tx
      .insert(slateProjects)
      .values({ ...input, workspaceId, userId })
      .onConflictDoNothing()
      .returning();
    if (!project) throw errors.nameTaken(`A project named ${input.name} exists`);
    tx.emit("project.created", { name: project.name }, { projectId: project.id });
    tx.audit("project.create", project.id, { name: project.name });
    tx.touch(projectsTag(workspaceId));
    return toProject({ project, changedAt: project.updatedAt.toISOString(), files: 0, bytes: 0, changesets: 0 });
  });
