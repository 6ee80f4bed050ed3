import type { Login } from "@slate/schema/api";
import { users } from "@slate/schema/db";
import { readPrimary, transact } from "@slate/service";
import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { loadProfile } from "../account/profile.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { type Visit, visitAs } from "../visit.ts";
import { checkPassword } from "./check-password.ts";
import { openSession, type SignedIn } from "./open-session.ts";

/** Signs a person in. Throws `auth.invalid_credentials`; `auth.account_disabled` only to who knows the password. */
export async function login(deps: Deps, visit: Visit, input: z.infer<typeof Login>): Promise<SignedIn> {
  const account = await checkPassword(deps, visit, input.email, input.password);
  if (account.disabled) throw errors.accountDisabled();
  const profile = await readPrimary(deps, { ...visit, userId: account.userId }, (q) => loadProfile(q, account.userId));
  return transact(deps, visitAs(visit, profile), async (tx) => {
    // Locked, so that who disables the account either sees this session or is seen here.
    const [enabled] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, profile.id), isNull(users.disabledAt)))
      .for("share");
    if (!enabled) throw errors.accountDisabled();
    const opened = await openSession(tx, deps, visit, { userId: profile.id, grant: input.grant });
    tx.audit("session.sign_in", opened.sessionId, { grant: input.grant });
    return { opened, profile };
  });
}
