import { apiKeys } from "@slate/schema/db";
import { type Actor, keyTag, transact } from "@slate/service";
import { and, eq, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { withinReach } from "./list.ts";

/** Ends a key; its next request is refused on every service. Throws `key.not_found`, also for a key out of the actor's reach. */
export const revokeApiKey = (deps: Deps, actor: Actor, id: string): Promise<void> =>
  transact(deps, actor, async (tx) => {
    const [revoked] = await tx
      .update(apiKeys)
      .set({ revokedAt: sql`now()` })
      .where(and(withinReach(actor), eq(apiKeys.id, id)))
      .returning({ name: apiKeys.name });
    if (!revoked) throw errors.keyNotFound();
    tx.emit("key.changed", { keyId: id });
    tx.audit("key.revoke", id, { name: revoked.name });
    tx.touch(keyTag(id));
  });
