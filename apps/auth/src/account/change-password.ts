import type { ChangePassword } from "@slate/schema/api";
import { users } from "@slate/schema/db";
import { type Caller, problems, transact } from "@slate/service";
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Deps } from "../deps.ts";
import { checkStrength } from "../passwords/check-strength.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { checkOwnPassword } from "../sign-in/check-password.ts";
import { openSession, type SignedIn } from "../sign-in/open-session.ts";
import type { Visit } from "../visit.ts";
import { loadProfile } from "./profile.ts";

/** Changes the password, ends every sign-in session of the person and opens a new one for this caller (security C6, C7). */
export async function changePassword(deps: Deps, visit: Visit, caller: Caller, input: z.infer<typeof ChangePassword>): Promise<SignedIn> {
  const email = await checkOwnPassword(deps, visit, caller.userId, input.currentPassword);
  checkStrength(input.newPassword, email);
  const passwordHash = await deps.passwords.hash(input.newPassword);
  return transact(deps, visit, async (tx) => {
    await tx.update(users).set({ passwordHash, updatedAt: sql`now()` }).where(eq(users.id, caller.userId));
    const ended = await endSessions(tx, caller.userId, { reason: "password_changed" });
    const current = ended.find(({ id }) => id === caller.sessionId);
    if (!current) throw problems.unauthenticated(); // signed out meanwhile
    const opened = await openSession(tx, deps, visit, { userId: caller.userId, grant: current.kind });
    tx.audit("user.change_password", caller.userId);
    return { opened, profile: await loadProfile(tx, caller.userId) };
  });
}
