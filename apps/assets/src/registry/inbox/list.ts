import { type Page, RegistryPush } from "@slate/schema/api";
import { slateRegistryPushes } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, readPrimary } from "@slate/service";
import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { requireProject } from "../../assets/project.ts";
import type { Deps } from "../../deps.ts";

/** What was pushed to a project's inbox and what became of it, newest first. */
export async function listPushes(
  deps: Deps,
  actor: Actor,
  { projectId, limit, cursor }: { projectId: string; limit: number; cursor?: string },
): Promise<Page<RegistryPush>> {
  const before = decodeCursor(z.uuid(), cursor);
  const rows = await readPrimary(deps, actor, async (q) => {
    await requireProject(q, projectId);
    return q
      .select()
      .from(slateRegistryPushes)
      .where(and(eq(slateRegistryPushes.projectId, projectId), before ? lt(slateRegistryPushes.id, before) : undefined))
      .orderBy(desc(slateRegistryPushes.id))
      .limit(limit + 1);
  });
  return pageOf(
    rows,
    limit,
    (row) => row.id,
    ({ manifestDigest, createdAt, ...row }) => RegistryPush.parse({ ...row, digest: manifestDigest, createdAt: createdAt.toISOString() }),
  );
}
