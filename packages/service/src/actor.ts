import type { Author, GlobalRole, Membership, Permission, Role } from "@slate/schema/api";
import { roleAllows } from "@slate/schema/api";
import { problems } from "./errors.ts";
import type { Scope } from "./transact.ts";

/** Somebody whose credential was accepted. Says nothing about a workspace yet. */
export type Caller = {
  kind: "person" | "key";
  userId: string;
  name: string;
  avatar: string | null;
  author: Author;
  /** The sign-in session; null for API keys. */
  sessionId: string | null;
  /** What rate limits count by: the session or the key. */
  credentialId: string;
  roles: GlobalRole[];
  memberships: Membership[];
  /** Scopes of an API key; null for people, who may do all that their role allows. */
  scopes: Permission[] | null;
  authenticatedAt: Date;
  /** When the credential ends by itself, in epoch milliseconds. */
  expiresAt: number;
};

/** A caller in one workspace: what verbs receive. */
export type Actor = Scope & Caller & { workspaceId: string; role: Role; author: Author; userId: string };

/** Whether the actor's role, and for keys their scopes, include `permission`. */
export const can = (actor: Pick<Actor, "role" | "scopes">, permission: Permission): boolean =>
  roleAllows(actor.role, permission) && (actor.scopes === null || actor.scopes.includes(permission));

/** Throws `auth.forbidden` unless the actor may. For checks that depend on the object, past the one on the route. */
export function authorize(actor: Pick<Actor, "role" | "scopes">, permission: Permission): void {
  if (!can(actor, permission)) throw problems.forbidden(`This needs the permission ${permission}`);
}

/**
 * Picks the membership that a request acts in: the named workspace, or the caller's only one.
 * Throws `workspace.required` or, for one the caller is not in, `workspace.not_found`.
 */
export function chooseWorkspace(caller: Caller, named: string | undefined): Membership {
  if (named !== undefined) {
    const membership = caller.memberships.find((m) => m.workspaceId === named.toLowerCase());
    if (!membership) throw problems.workspaceNotFound();
    return membership;
  }
  const [only, ...others] = caller.memberships;
  if (!only || others.length > 0) throw problems.workspaceRequired();
  return only;
}
