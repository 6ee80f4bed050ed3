import type { Invitation, Page, PageQuery } from "@slate/schema/api";
import { invitations, users } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, readPrimary } from "@slate/service";
import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { isOpen } from "./is-open.ts";

/** Open invitations of the workspace, newest first. */
export async function listInvitations(deps: Deps, actor: Actor, query: PageQuery): Promise<Page<Invitation>> {
  const before = decodeCursor(z.uuid(), query.cursor);
  const rows = await readPrimary(deps, actor, (q) =>
    q
      .select({ invitation: invitations, invitedBy: users.name })
      .from(invitations)
      // Who invited may have left the workspace, and is then out of sight.
      .leftJoin(users, eq(users.id, invitations.invitedBy))
      .where(and(isOpen(), eq(invitations.workspaceId, actor.workspaceId), before === undefined ? undefined : lt(invitations.id, before)))
      .orderBy(desc(invitations.id))
      .limit(query.limit + 1),
  );
  return pageOf(
    rows,
    query.limit,
    ({ invitation }) => invitation.id,
    ({ invitation, invitedBy }) => ({
      id: invitation.id,
      email: invitation.email,
      role: invitation.role,
      invitedBy: invitedBy ?? "",
      createdAt: invitation.createdAt.toISOString(),
      expiresAt: invitation.expiresAt.toISOString(),
    }),
  );
}
