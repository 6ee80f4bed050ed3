import { invitations, members } from "@slate/schema/db";
import { type Caller, type Tx, transact, userTag } from "@slate/service";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { type Visit, visitAs } from "../visit.ts";
import { findInvitation, type OpenInvitation } from "./find.ts";

/** Makes the caller a member by an invitation link. Throws `invitation.not_found`, `invitation.other_address`, `member.exists`. */
export async function acceptInvitationAs(deps: Deps, visit: Visit, caller: Caller, email: string, token: string): Promise<OpenInvitation> {
  const invitation = await findInvitation(deps, token);
  const person = { id: caller.userId, email };
  await transact(deps, visitAs(visit, { id: caller.userId, name: caller.name }, invitation.workspaceId), (tx) =>
    acceptInvitation(tx, invitation, person),
  );
  return invitation;
}

/** Uses an invitation up and adds the member, inside a transaction of its workspace. */
export async function acceptInvitation(tx: Tx, invitation: OpenInvitation, person: { id: string; email: string }): Promise<void> {
  const { workspaceId, role } = invitation;
  if (invitation.email !== null && invitation.email !== person.email) throw errors.invitationForOther();
  const [used] = await tx
    .update(invitations)
    .set({ acceptedAt: sql`now()` })
    .where(
      and(
        eq(invitations.id, invitation.id),
        isNull(invitations.acceptedAt),
        isNull(invitations.withdrawnAt),
        sql`${invitations.expiresAt} > now()`,
      ),
    )
    .returning({ id: invitations.id });
  if (!used) throw errors.invitationNotFound();
  const [added] = await tx.insert(members).values({ workspaceId, userId: person.id, role }).onConflictDoNothing().returning();
  if (!added) throw errors.memberExists();
  tx.emit("member.added", { userId: person.id, role });
  tx.emit("invitation.changed", { invitationId: invitation.id });
  tx.audit("invitation.accept", invitation.id, { role });
  tx.touch(userTag(person.id));
}
