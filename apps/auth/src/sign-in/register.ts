import type { Register } from "@slate/schema/api";
import { users } from "@slate/schema/db";
import { transact } from "@slate/service";
import type { z } from "zod";
import { loadProfile } from "../account/profile.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { acceptInvitation } from "../invitations/accept.ts";
import { findInvitation } from "../invitations/find.ts";
import { checkStrength } from "../passwords/check-strength.ts";
import { type Visit, visitAs } from "../visit.ts";
import { openSession, type SignedIn } from "./open-session.ts";

/** Makes an account and signs it in; with an invitation, also a member. All of it happens or none. */
export async function register(deps: Deps, visit: Visit, input: z.infer<typeof Register>): Promise<SignedIn> {
  if (deps.config.REGISTRATION === "invitation" && input.invitation === undefined) throw errors.registrationClosed();
  const invitation = input.invitation === undefined ? null : await findInvitation(deps, input.invitation);
  const { email, name } = input;
  checkStrength(input.password, email);
  const passwordHash = await deps.passwords.hash(input.password);
  const id = Bun.randomUUIDv7();
  return transact(deps, visitAs(visit, { id, name }, invitation?.workspaceId), async (tx) => {
    const [made] = await tx.insert(users).values({ id, email, name, passwordHash }).onConflictDoNothing().returning({ id: users.id });
    if (!made) throw errors.emailTaken();
    if (invitation) await acceptInvitation(tx, invitation, { id, email });
    const opened = await openSession(tx, deps, visit, { userId: id, grant: input.grant });
    tx.audit("user.register", id, { grant: input.grant });
    return { opened, profile: await loadProfile(tx, id) };
  });
}
