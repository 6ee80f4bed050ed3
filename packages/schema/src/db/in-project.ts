import { type AnyPgColumn, foreignKey } from "drizzle-orm/pg-core";
import { slateProjects } from "./projects.ts";

/** Ties a row to a project of its own workspace: a project id of another tenant can never be stored (security H7). */
export const inProject = (t: { workspaceId: AnyPgColumn; projectId: AnyPgColumn }, table: string) =>
  foreignKey({
    name: `${table}_project_fk`,
    columns: [t.workspaceId, t.projectId],
    foreignColumns: [slateProjects.workspaceId, slateProjects.id],
  });
