import { type Member, type Role, roleAllows } from "@slate/schema/api";
import { members } from "@slate/schema/db";
import { type Actor, checkVersion, transact, userTag } from "@slate/service";
import { and, eq, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { withdrawInvitationsOf } from "../invitations/withdraw.ts";
import { findMember } from "./list.ts";
import { lockMember } from "./lock-member.ts";
import { refuseAbove } from "./ranks.ts";

type Change = { userId: string; role: Role; ifVersion: number | "any" };

/** Gives a member another role, felt by their next request. Throws `member.role_too_high`, `member.last_owner`, `request.stale`. */
export const updateMember = (deps: Deps, actor: Actor, { userId, role, ifVersion }: Change): Promise<Member> =>
  transact(deps, actor, async (tx) => {
    const { workspaceId } = actor;
    const { member, isLastOwner } = await lockMember(tx, workspaceId, userId);
    checkVersion(ifVersion, member.version);
    refuseAbove(actor.role, member.role);
    refuseAbove(actor.role, role);
    if (isLastOwner && role !== "owner") throw errors.lastOwner();
    await tx
      .update(members)
      .set({ role, version: sql`${members.version} + 1`, updatedAt: sql`now()` })
      .where(and(eq(members.workspaceId, workspaceId), eq(members.userId, userId)));
    if (!roleAllows(role, "member.manage")) await withdrawInvitationsOf(tx, workspaceId, userId);
    tx.emit("member.updated", { userId, role });
    tx.audit("member.update", userId, { from: member.role, to: role });
    tx.touch(userTag(userId));
    return findMember(tx, workspaceId, userId);
  });
