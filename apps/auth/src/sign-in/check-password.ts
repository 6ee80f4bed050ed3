import { users } from "@slate/schema/db";
import { addressGroup, readPrimary, transact } from "@slate/service";
import { eq, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import type { Visit } from "../visit.ts";

type Account = { userId: string; disabled: boolean };

/**
 * Checks a password. Unknown address and wrong password get the same answer after the same work. Every attempt is counted before it is
 * checked, so parallel guesses cannot pass the limit together; a right password forgets the count.
 * Throws `auth.invalid_credentials`, `request.rate_limited`.
 */
export async function checkPassword(deps: Deps, visit: Visit, email: string, password: string): Promise<Account> {
  const who = `${addressGroup(visit.address)} ${email}`;
  await deps.loginFailures.take(who);
  const [found] = await deps.db.primary.gate(() =>
    deps.db.primary.orm.execute<{ user_id: string; password_hash: string | null; disabled: boolean }>(
      sql`select * from app.find_login(${email})`,
    ),
  );
  const matches = await deps.passwords.verify(password, found?.password_hash ?? null);
  if (!matches || !found) {
    await auditFailure(deps, visit, { email });
    throw errors.invalidCredentials();
  }
  await deps.loginFailures.forget(who);
  return { userId: found.user_id, disabled: found.disabled };
}

/** Checks the password of somebody who is signed in, against the same count of failures. Resolves to their e-mail address. */
export async function checkOwnPassword(deps: Deps, visit: Visit, userId: string, password: string): Promise<string> {
  const [row] = await readPrimary(deps, visit, (q) => q.select({ email: users.email }).from(users).where(eq(users.id, userId)));
  if (!row) throw errors.invalidCredentials();
  await checkPassword(deps, visit, row.email, password);
  return row.email;
}

/** Writes a failed sign-in to the audit log; a flood from one address is cut off there, and only there. */
async function auditFailure(deps: Deps, visit: Visit, details: { email: string }): Promise<void> {
  const withinLimit = await deps.auditedFailures.take(addressGroup(visit.address)).then(
    () => true,
    () => false,
  );
  if (withinLimit) await transact(deps, visit, async (tx) => tx.audit("session.sign_in_failed", null, details));
}
