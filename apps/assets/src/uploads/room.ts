import { slateFiles, slateUploads } from "@slate/schema/db";
import type { Actor, Queries } from "@slate/service";
import { and, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import type { Config } from "../config.ts";
import { errors } from "../errors.ts";

const sum = (column: typeof slateFiles.size | typeof slateUploads.size) => sql<number>`coalesce(sum(${column}), 0)::float8`;
const underWay = and(inArray(slateUploads.status, ["open", "completing"]), gt(slateUploads.expiresAt, sql`now()`));

/**
 * Throws `project.quota_exceeded` unless so many more bytes fit beside the project's files and what its open uploads have reserved, and
 * `upload.too_many` when the actor has as many open as anybody may.
 */
export async function checkRoom(
  config: Config,
  q: Queries,
  actor: Actor,
  { projectId, bytes }: { projectId: string; bytes: number },
): Promise<void> {
  const { PROJECT_LIMIT_BYTES, UPLOADS_OPEN_LIMIT } = config;
  const [mine] = await q
    .select({ count: sql<number>`count(*)::int` })
    .from(slateUploads)
    .where(and(eq(slateUploads.userId, actor.userId), underWay));
  if ((mine?.count ?? 0) >= UPLOADS_OPEN_LIMIT) throw errors.tooManyUploads(`At most ${UPLOADS_OPEN_LIMIT} uploads may be open at once`);

  const [files] = await q
    .select({ bytes: sum(slateFiles.size) })
    .from(slateFiles)
    .where(and(eq(slateFiles.projectId, projectId), isNull(slateFiles.deletedAt)));
  const [reserved] = await q
    .select({ bytes: sum(slateUploads.size) })
    .from(slateUploads)
    .where(and(eq(slateUploads.projectId, projectId), underWay));
  if ((files?.bytes ?? 0) + (reserved?.bytes ?? 0) + bytes > PROJECT_LIMIT_BYTES)
    throw errors.quota(`A project may have at most ${PROJECT_LIMIT_BYTES} bytes, uploads under way included`);
}
