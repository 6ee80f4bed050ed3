import { slateProjects } from "@slate/schema/db";
import type { Queries } from "@slate/service";
import { and, eq, isNull } from "drizzle-orm";
import { errors } from "../errors.ts";

/** Throws `project.not_found` unless the project exists and is not deleted: what questions about a project begin with. */
export async function requireProject(q: Queries, id: string): Promise<void> {
  const [row] = await q
    .select({ id: slateProjects.id })
    .from(slateProjects)
    .where(and(eq(slateProjects.id, id), isNull(slateProjects.deletedAt)));
  if (!row) throw errors.projectNotFound();
}
