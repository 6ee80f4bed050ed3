import type { CreateInvitation, NewInvitation } from "@slate/schema/api";
import { invitations } from "@slate/schema/db";
import { type Actor, makeSecret, sha256, transact } from "@slate/service";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { refuseAbove } from "../members/ranks.ts";
import { isOpen } from "./is-open.ts";

/**
 * Makes an invitation link to the web app's page for it. Of its token only the hash is stored, and the gateway's log leaves it out.
 * Throws `member.role_too_high`, `invitation.limit_reached`.
 */
export async function createInvitation(deps: Deps, actor: Actor, input: z.infer<typeof CreateInvitation>): Promise<NewInvitation> {
  refuseAbove(actor.role, input.role);
  const { workspaceId, userId } = actor;
  const token = makeSecret();
  return transact(deps, actor, async (tx) => {
    if ((await tx.$count(invitations, isOpen())) >= deps.config.INVITATIONS_PER_WORKSPACE) throw errors.invitationLimit();
    const [row] = await tx
      .insert(invitations)
      .values({
        workspaceId,
        email: input.email ?? null,
        role: input.role,
        tokenHash: sha256(token),
        invitedBy: userId,
        expiresAt: sql`now() + make_interval(secs => ${deps.config.INVITATION_SECONDS})`,
      })
      .returning();
    if (!row) throw new Error("The insert returned no row");
    tx.emit("invitation.changed", { invitationId: row.id });
    tx.audit("invitation.create", row.id, { role: row.role, email: row.email });
    return {
      id: row.id,
      email: row.email,
      role: row.role,
      invitedBy: actor.name,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      url: `${deps.config.PUBLIC_URL}/invite/${token}`,
    };
  });
}
