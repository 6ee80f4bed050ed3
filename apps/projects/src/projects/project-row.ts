import { Project } from "@slate/schema/api";
import { slateChangesets, slateFiles, slateProjects } from "@slate/schema/db";
import { sql } from "drizzle-orm";

const liveFiles = sql`from ${slateFiles} f where f.project_id = slate_projects.id and f.deleted_at is null`;

/** Columns of a project with its counts, for `select`. The outer table is named in full: drizzle shortens it where there is no join. */
export const projectColumns = {
  project: slateProjects,
  files: sql<number>`(select count(*)::int ${liveFiles})`,
  bytes: sql<number>`(select coalesce(sum(f.size), 0)::float8 ${liveFiles})`,
  changesets: sql<number>`(select count(*)::int from ${slateChangesets} c where c.project_id = slate_projects.id)`,
};
type Row = { project: typeof slateProjects.$inferSelect; files: number; bytes: number; changesets: number };

/** A row as the API shows it. */
export const toProject = ({ project, files, bytes, changesets }: Row): Project =>
  Project.parse({
    ...project,
    counts: { files, bytes, changesets },
    archivedAt: project.archivedAt?.toISOString() ?? null,
    createdAt: project.createdAt.toISOString(),
    updatedAt: project.updatedAt.toISOString(),
    deletedAt: project.deletedAt?.toISOString() ?? null,
  });
