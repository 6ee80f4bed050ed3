import { slateFileLocks } from "@slate/schema/db";
import { type Actor, authorize, type Tx, transact } from "@slate/service";
import { eq, inArray } from "drizzle-orm";
import type { Change } from "../changesets/drafts.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { projectsTag, projectTag } from "../projects/tags.ts";
import { findLock } from "./list.ts";
import { heldByAnother } from "./take.ts";

/**
 * Gives a lock back. Somebody else's is only broken when `breaks` says so and the actor may: that is audited.
 * Throws `lock.not_found`, or `file.locked` for somebody else's.
 */
export const releaseLock = (deps: Deps, actor: Actor, fileId: string, breaks: boolean): Promise<void> =>
  transact(deps, actor, async (tx) => {
    const lock = await findLock(tx, fileId);
    const { path, projectId, ownerUserId, owner } = lock;
    const isOwn = ownerUserId === actor.userId;
    if (!isOwn && !breaks) throw heldByAnother(lock);
    if (!isOwn) authorize(actor, "lock.break");
    const released = await tx.delete(slateFileLocks).where(eq(slateFileLocks.fileId, fileId)).returning({ fileId: slateFileLocks.fileId });
    if (released.length === 0) throw errors.lockNotFound();
    if (!isOwn) tx.audit("lock.break", fileId, { projectId, path, ownerId: ownerUserId, ownerName: owner.name });
    tx.emit("lock.released", { fileId, path }, { projectId });
    tx.touch(projectTag(projectId), projectsTag(actor.workspaceId));
  });

/** Releases the locks of files that a changeset deletes; only their owners get that far. */
export async function releaseDeleted(tx: Tx, projectId: string, changes: Change[]): Promise<void> {
  const held = changes.filter(({ draft, operation }) => operation === "delete" && draft.before?.lockOwnerId);
  if (held.length === 0) return;
  const ids = held.map(({ draft }) => draft.id);
  await tx.delete(slateFileLocks).where(inArray(slateFileLocks.fileId, ids));
  for (const { draft } of held) tx.emit("lock.released", { fileId: draft.id, path: draft.path }, { projectId });
}
