import type { CreateApiKey, NewApiKey } from "@slate/schema/api";
import { apiKeys, users } from "@slate/schema/db";
import { type Actor, can, formatApiKey, makeSecret, sha256, transact } from "@slate/service";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { toApiKey } from "./list.ts";

/**
 * Makes an API key for the actor's workspace, in the actor's name. Its scopes are among what the actor may do now; what they lose later, the
 * key loses too. A key made by a key does not outlive it. Throws `key.scope_too_wide`, `key.limit_reached`.
 */
export async function createApiKey(deps: Deps, actor: Actor, input: z.infer<typeof CreateApiKey>): Promise<NewApiKey> {
  const scopes = [...new Set(input.scopes)];
  const tooWide = scopes.filter((scope) => !can(actor, scope));
  if (tooWide.length > 0) throw errors.scopeTooWide(undefined, { details: { scopes: tooWide } });
  const { workspaceId, userId } = actor;
  const secret = makeSecret();
  const isLive = and(eq(apiKeys.workspaceId, workspaceId), isNull(apiKeys.revokedAt), sql`${apiKeys.expiresAt} > now()`);
  const wanted = sql`now() + make_interval(days => ${input.expiresInDays})`;
  return transact(deps, actor, async (tx) => {
    if ((await tx.$count(apiKeys, isLive)) >= deps.config.KEYS_PER_WORKSPACE) throw errors.keyLimit();
    const [row] = await tx
      .insert(apiKeys)
      .values({
        workspaceId,
        userId,
        name: input.name,
        scopes,
        secretHash: sha256(secret),
        expiresAt: actor.kind === "key" ? sql`least(${wanted}, ${new Date(actor.expiresAt).toISOString()}::timestamptz)` : wanted,
      })
      .returning();
    const [maker] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId));
    if (!row || !maker) throw new Error("The insert returned no row");
    tx.emit("key.changed", { keyId: row.id });
    tx.audit("key.create", row.id, { name: row.name, scopes });
    return { ...toApiKey({ key: row, userName: maker.name }), key: formatApiKey(row.id, secret) };
  });
}
