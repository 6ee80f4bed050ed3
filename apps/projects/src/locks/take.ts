import type { Lock, TakeLock } from "@slate/schema/api";
import { slateFileLocks, slateFiles } from "@slate/schema/db";
import { type Actor, type Tx, transact } from "@slate/service";
import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { requireWritableProject } from "../changesets/commit.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { projectsTag, projectTag } from "../projects/tags.ts";
import { findLock } from "./list.ts";
import { toLock } from "./lock-row.ts";

/**
 * Takes the lock of a file; whoever has it already gets it again, unchanged. The file's row is locked meanwhile, so a write under way
 * ends before the lock begins. Throws `file.locked` when somebody else has it.
 */
export const takeLock = (deps: Deps, actor: Actor, { fileId, note }: z.infer<typeof TakeLock>): Promise<Lock> =>
  transact(deps, actor, async (tx) => {
    const { projectId, path } = await lockRow(tx, fileId);
    await requireWritableProject(tx, projectId);
    const { workspaceId, userId: ownerUserId, author: owner } = actor;
    const [taken] = await tx
      .insert(slateFileLocks)
      .values({ fileId, workspaceId, projectId, owner, ownerUserId, note })
      .onConflictDoNothing()
      .returning();
    if (!taken) return ownLock(tx, actor, fileId);
    tx.emit("lock.taken", { fileId, path, owner }, { projectId });
    tx.touch(projectTag(projectId), projectsTag(workspaceId));
    return toLock({ ...taken, path });
  });

async function lockRow(tx: Tx, fileId: string): Promise<{ projectId: string; path: string }> {
  const [file] = await tx
    .select({ projectId: slateFiles.projectId, path: slateFiles.path })
    .from(slateFiles)
    .where(and(eq(slateFiles.id, fileId), isNull(slateFiles.deletedAt)))
    .for("update");
  if (!file) throw errors.fileNotFound();
  return file;
}

async function ownLock(tx: Tx, actor: Actor, fileId: string): Promise<Lock> {
  const held = await findLock(tx, fileId);
  if (held.ownerUserId !== actor.userId) throw heldByAnother(held);
  return toLock(held);
}

/** `file.locked`, naming who holds it. */
export const heldByAnother = ({ path, ownerUserId, owner }: Awaited<ReturnType<typeof findLock>>) =>
  errors.locked(`${path} is locked by ${owner.name}`, { details: { path, ownerId: ownerUserId, ownerName: owner.name } });
