import { apiKeys, members } from "@slate/schema/db";
import { type Actor, authorize, checkVersion, keyTag, type Tx, transact, userTag } from "@slate/service";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { withdrawInvitationsOf } from "../invitations/withdraw.ts";
import { lockMember } from "./lock-member.ts";
import { refuseAbove } from "./ranks.ts";

/**
 * Removes a member, or lets the actor leave. Their keys and open invitations of this workspace go with them, for good.
 * Throws `member.not_found`, `member.role_too_high`, `member.last_owner`, `request.stale`.
 */
export const removeMember = (deps: Deps, actor: Actor, userId: string, ifVersion: number | "any"): Promise<void> =>
  transact(deps, actor, async (tx) => {
    const { workspaceId } = actor;
    const isLeaving = userId === actor.userId && actor.kind === "person";
    if (!isLeaving) authorize(actor, "member.manage");
    const { member, isLastOwner } = await lockMember(tx, workspaceId, userId);
    checkVersion(ifVersion, member.version);
    refuseAbove(actor.role, member.role);
    if (isLastOwner) throw errors.lastOwner();
    await tx.delete(members).where(and(eq(members.workspaceId, workspaceId), eq(members.userId, userId)));
    await revokeKeysOf(tx, workspaceId, userId);
    await withdrawInvitationsOf(tx, workspaceId, userId);
    tx.emit("member.removed", { userId });
    tx.audit(isLeaving ? "member.leave" : "member.remove", userId, { role: member.role });
    tx.touch(userTag(userId));
  });

async function revokeKeysOf(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  const revoked = await tx
    .update(apiKeys)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  for (const { id } of revoked) {
    tx.emit("key.changed", { keyId: id });
    tx.touch(keyTag(id));
  }
}
