import type { InvitationPreview, Role } from "@slate/schema/api";
import { sha256 } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";

type Row = {
  id: string;
  workspace_id: string;
  workspace_name: string;
  email: string | null;
  role: Role;
  invited_by: string;
  expires_at: Date | string;
};
/** An invitation that may still be accepted. */
export type OpenInvitation = { id: string; workspaceId: string } & InvitationPreview;

/** Finds the open invitation that a link's token belongs to. Throws `invitation.not_found`. */
export async function findInvitation(deps: Deps, token: string): Promise<OpenInvitation> {
  const [row] = await deps.db.primary.gate(() =>
    deps.db.primary.orm.execute<Row>(sql`select * from app.find_invitation(${sha256(token)})`),
  );
  if (!row) throw errors.invitationNotFound();
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    email: row.email,
    role: row.role,
    invitedBy: row.invited_by,
    expiresAt: new Date(row.expires_at).toISOString(),
  };
}
