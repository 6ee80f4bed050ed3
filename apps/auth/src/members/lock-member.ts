import type { Role } from "@slate/schema/api";
import { members } from "@slate/schema/db";
import type { Tx } from "@slate/service";
import { and, eq, or } from "drizzle-orm";
import { errors } from "../errors.ts";

/**
 * Locks a member's row together with those of all owners, so that of two owners leaving at once one stays. Throws `member.not_found`.
 */
export async function lockMember(tx: Tx, workspaceId: string, userId: string) {
  const rows = await tx
    .select()
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), or(eq(members.userId, userId), eq(members.role, "owner" satisfies Role))))
    .orderBy(members.userId)
    .for("update");
  const member = rows.find((row) => row.userId === userId);
  if (!member) throw errors.memberNotFound();
  const isLastOwner = member.role === "owner" && rows.filter((row) => row.role === "owner").length === 1;
  return { member, isLastOwner };
}
