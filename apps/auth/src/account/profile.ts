import type { Membership, Profile, User } from "@slate/schema/api";
import { users } from "@slate/schema/db";
import { type Caller, type Queries, read, type Scope, userTag } from "@slate/service";
import { eq, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";

/** What a person is to the API: no password, times as text. */
export const toUser = (row: typeof users.$inferSelect): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  avatar: row.avatar,
  roles: row.roles as User["roles"],
  disabled: row.disabledAt !== null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** A person and their memberships. RLS must let the scope see them. Throws `user.not_found`. */
export async function loadProfile(q: Queries, userId: string): Promise<Omit<Profile, "session">> {
  const [row] = await q
    .select({ user: users, memberships: sql<Membership[]>`app.memberships_of(${users.id})` })
    .from(users)
    .where(eq(users.id, userId));
  if (!row) throw errors.userNotFound();
  return { ...toUser(row.user), memberships: row.memberships };
}

/** The caller's own profile; an API key sees its maker, in its one workspace. */
export async function getProfile(deps: Deps, scope: Scope, caller: Caller): Promise<Profile> {
  const options = { key: `profile:${caller.userId}`, tags: [userTag(caller.userId)] };
  const profile = await read(deps, scope, options, (q) => loadProfile(q, caller.userId));
  const session = caller.sessionId === null ? null : { id: caller.sessionId };
  if (caller.kind === "person") return { ...profile, session };
  const reach = new Set(caller.memberships.map((membership) => membership.workspaceId));
  return { ...profile, memberships: profile.memberships.filter(({ workspaceId }) => reach.has(workspaceId)), session };
}
