import { invitations } from "@slate/schema/db";
import { type Actor, type Tx, transact } from "@slate/service";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { isOpen } from "./is-open.ts";

/** Takes an open invitation back. Throws `invitation.not_found`. */
export const withdrawInvitation = (deps: Deps, actor: Actor, id: string): Promise<void> =>
  transact(deps, actor, async (tx) => {
    const withdrawn = await withdraw(tx, eq(invitations.id, id), actor.workspaceId);
    if (withdrawn === 0) throw errors.invitationNotFound();
  });

/** Takes back what somebody invited who may no longer invite, so that no link outlives the right to make it. */
export const withdrawInvitationsOf = (tx: Tx, workspaceId: string, userId: string): Promise<number> =>
  withdraw(tx, eq(invitations.invitedBy, userId), workspaceId);

async function withdraw(tx: Tx, which: SQL, workspaceId: string): Promise<number> {
  const rows = await tx
    .update(invitations)
    .set({ withdrawnAt: sql`now()` })
    .where(and(eq(invitations.workspaceId, workspaceId), isOpen(), which))
    .returning({ id: invitations.id });
  for (const { id } of rows) {
    tx.emit("invitation.changed", { invitationId: id });
    tx.audit("invitation.withdraw", id);
  }
  return rows.length;
}
