import { signingKeys } from "@slate/schema/db";
import { type Scope, transact } from "@slate/service";
import { isNull, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { lockKeys } from "./keyring.ts";
import { makeKey } from "./make-key.ts";

/**
 * Publishes a new signing key at once and lets it sign only after every verifier can have seen it. The keys before it sign until
 * then and stay published until their tokens have expired.
 */
export async function rotateSigningKey(deps: Deps, scope: Scope): Promise<{ kid: string; activeFrom: Date }> {
  const key = await makeKey(deps.config.AUTH_SECRET);
  const activeFrom = sql`now() + make_interval(secs => ${deps.config.SIGNING_KEY_LEAD_SECONDS})`;
  const made = await transact(deps, scope, async (tx) => {
    await lockKeys(tx);
    await tx.update(signingKeys).set({ retiredAt: activeFrom }).where(isNull(signingKeys.retiredAt));
    const [row] = await tx
      .insert(signingKeys)
      .values({ ...key, activeFrom })
      .returning();
    tx.audit("signing_key.rotate", key.kid);
    return row;
  });
  deps.keyring.forget();
  return { kid: key.kid, activeFrom: made?.activeFrom ?? new Date() };
}
