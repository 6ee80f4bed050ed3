import type { ApiKey, Page, PageQuery } from "@slate/schema/api";
import { apiKeys, users } from "@slate/schema/db";
import { type Actor, can, decodeCursor, pageOf, readPrimary } from "@slate/service";
import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";

/** A key without its secret. */
export const toApiKey = ({ key, userName }: { key: typeof apiKeys.$inferSelect; userName: string | null }): ApiKey => ({
  id: key.id,
  name: key.name,
  scopes: key.scopes,
  userId: key.userId,
  userName: userName ?? "",
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt.toISOString(),
  lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
});

/** Whose keys an actor sees and may revoke: with `member.manage` everybody's, else their own. */
export const withinReach = (actor: Actor) =>
  and(
    eq(apiKeys.workspaceId, actor.workspaceId),
    isNull(apiKeys.revokedAt),
    can(actor, "member.manage") ? undefined : eq(apiKeys.userId, actor.userId),
  );

/** Living keys of the workspace within the actor's reach, newest first. */
export async function listApiKeys(deps: Deps, actor: Actor, query: PageQuery): Promise<Page<ApiKey>> {
  const before = decodeCursor(z.uuid(), query.cursor);
  const rows = await readPrimary(deps, actor, (q) =>
    q
      .select({ key: apiKeys, userName: users.name })
      .from(apiKeys)
      .leftJoin(users, eq(users.id, apiKeys.userId))
      .where(and(withinReach(actor), sql`${apiKeys.expiresAt} > now()`, before === undefined ? undefined : lt(apiKeys.id, before)))
      .orderBy(desc(apiKeys.id))
      .limit(query.limit + 1),
  );
  return pageOf(rows, query.limit, ({ key }) => key.id, toApiKey);
}
