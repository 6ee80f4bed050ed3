import { Project } from "@slate/schema/api";
import { slateChangesets, slateFiles, slateProjects } from "@slate/schema/db";
import { sql } from "drizzle-orm";

const liveFiles = sql`from ${slateFiles} f where f.project_id = slate_projects.id and f.deleted_at is null`;

/** When the project or its files last changed, as the database writes times. */
export const CHANGED_AT = sql<string>`greatest(slate_projects.updated_at,
  (select c.created_at from slate_changesets c where c.project_id = slate_projects.id order by c.id desc limit 1))`;

/** Columns of a project with its counts, for `select`. The outer table is named in full: drizzle shortens it where there is no join. */
export const projectColumns = {
  project: slateProjects,
  files: sql<number>`(select count(*)::int ${liveFiles})`,
  bytes: sql<number>`(select coalesce(sum(f.size), 0)::float8 ${liveFiles})`,
  /** The project itself or its files: whichever changed last. */
  changedAt: CHANGED_AT,
  changesets: sql<number>`(select count(*)::int from ${slateChangesets} c where c.project_id = slate_projects.id)`,
};
type Row = { project: typeof slateProjects.$inferSelect; changedAt: string; files: number; bytes: number; changesets: number };

/** A row as the API shows it. */
export const toProject = ({ project, changedAt, files, bytes, changesets }: Row): Project =>
  Project.parse({
    ...project,
    counts: { files, bytes, changesets },
    archivedAt: project.archivedAt?.toISOString() ?? null,
    createdAt: project.createdAt.toISOString(),
    updatedAt: new Date(changedAt).toISOString(),
    deletedAt: project.deletedAt?.toISOString() ?? null,
  });
