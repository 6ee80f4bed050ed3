import { slateFiles } from "@slate/schema/db";
import type { Queries, Tx } from "@slate/service";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import type { Change } from "./drafts.ts";

type Usage = { files: number; bytes: number };

/** More writers than a service has connections: as long as that many like this one fit, they need not know of each other. */
const WRITERS_AT_ONCE = 20;

/**
 * Throws `project.quota_exceeded` when the project, with what this transaction has written, is past a limit. Near a limit writers take
 * turns, so that they cannot pass it together; far from it nobody waits.
 */
export async function checkQuota(deps: Deps, tx: Tx, projectId: string, changes: Change[]): Promise<void> {
  const growth = growthOf(changes);
  if (growth.files <= 0 && growth.bytes <= 0) return;
  const { PROJECT_LIMIT_BYTES, PROJECT_LIMIT_FILES } = deps.config;
  const isPast = ({ files, bytes }: Usage) => files > PROJECT_LIMIT_FILES || bytes > PROJECT_LIMIT_BYTES;

  let usage = await measure(tx, projectId);
  const together = { files: usage.files + WRITERS_AT_ONCE * growth.files, bytes: usage.bytes + WRITERS_AT_ONCE * growth.bytes };
  if (isPast(together)) {
    // Not `for update`: others hold key-share locks of this row by their foreign keys, and would wait for us in a circle.
    await tx.execute(sql`select 1 from slate_projects where id = ${projectId} for no key update`);
    usage = await measure(tx, projectId);
  }
  if (usage.files > PROJECT_LIMIT_FILES) throw errors.quota(`A project may have at most ${PROJECT_LIMIT_FILES} files`);
  if (usage.bytes > PROJECT_LIMIT_BYTES) throw errors.quota(`A project may have at most ${PROJECT_LIMIT_BYTES} bytes`);
}

function growthOf(changes: Change[]): Usage {
  let files = 0;
  let bytes = 0;
  for (const { draft } of changes) {
    const wasLive = draft.before !== null && !draft.before.deleted;
    files += Number(!draft.deleted) - Number(wasLive);
    bytes += (draft.deleted ? 0 : draft.size) - (wasLive ? (draft.before?.size ?? 0) : 0);
  }
  return { files: Math.max(0, files), bytes: Math.max(0, bytes) };
}

/** Live files and their bytes, this transaction's own included. */
async function measure(q: Queries, projectId: string): Promise<Usage> {
  const [row] = await q
    .select({ files: sql<number>`count(*)::int`, bytes: sql<number>`coalesce(sum(${slateFiles.size}), 0)::float8` })
    .from(slateFiles)
    .where(and(eq(slateFiles.projectId, projectId), isNull(slateFiles.deletedAt)));
  return row ?? { files: 0, bytes: 0 };
}
