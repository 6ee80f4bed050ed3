import type { Membership, Permission } from "@slate/schema/api";
import type { MiddlewareHandler } from "hono";
import { authorize, type Caller, chooseWorkspace } from "./actor.ts";
import type { AppContext, Env } from "./context.ts";
import { scopeOf } from "./context.ts";
import { problems } from "./errors.ts";
import { limitHeaders } from "./rate-limit.ts";
import type { Scope } from "./transact.ts";

/**
 * Who may call a route: a permission in the named workspace; any accepted credential; a person (no API keys); an administrator of the
 * installation; a person who signed in within the last five minutes; or everybody.
 */
export type Access = Permission | "any-caller" | "person" | "recent-person" | "admin" | "public";

const RECENT_MS = 5 * 60_000;
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const SIMPLE_TYPES = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/** Which cache tags a route's answer depends on, by the `{id}` in its path (not validated yet). */
export type Reads = (parameters: { id: string }) => string[];

/** Routes between services: nginx closes them. */
export const isInternal = (path: string): boolean => path.startsWith("/internal/");

/**
 * Lets a service ask in the name of somebody, whose permission counts as if they had asked themselves. Not limited: their request was counted
 * where it came in. "public" is for a route that knows services by other means.
 */
export function serviceGuard(access: Access): MiddlewareHandler<Env> {
  if (access === "public") return guard(access);
  if (!isPermission(access)) throw new Error(`A route between services names a permission, not "${access}"`);
  return async (c, next) => {
    const { service, caller, workspaceId } = await c.get("kit").authenticator.authenticateService(c.req.raw.headers);
    c.set("via", service);
    c.set("caller", caller);
    admit(c, caller, chooseWorkspace(caller, workspaceId), access);
    return next();
  };
}

/** Authenticates, limits, refuses cross-site writes, and checks `access`. Past it, the route may rely on `c.var`. */
export function guard(access: Access, reads?: Reads): MiddlewareHandler<Env> {
  return async (c, next) => {
    const kit = c.get("kit");
    const address = c.get("address");
    if (access === "public") {
      setLimitHeaders(c, kit.rateLimits.take({ address }));
      return next();
    }
    // Asked beside the question who is asking, so that both are one round trip.
    const peeking = reads ? kit.cache.peek(reads({ id: c.req.param("id") ?? "" })) : null;
    const caller = await authenticate(c);
    if (!caller) {
      setLimitHeaders(c, kit.rateLimits.take({ address }));
      throw problems.unauthenticated(undefined, { headers: { "WWW-Authenticate": "Bearer" } });
    }
    if (caller.byCookie && !SAFE_METHODS.has(c.req.method)) refuseCrossSite(c);
    c.set("caller", caller);

    const who = { address, credentialId: caller.credentialId };
    if (isPermission(access)) {
      const membership = chooseWorkspace(caller, namedWorkspace(c));
      setLimitHeaders(c, kit.rateLimits.take({ ...who, workspaceId: membership.workspaceId }));
      admit(c, caller, membership, access, await peeking);
    } else {
      setLimitHeaders(c, kit.rateLimits.take(who));
      checkPerson(caller, access);
    }
    return next();
  };
}

/** Lets the caller act in a workspace, if they may. */
function admit(c: AppContext, caller: Caller, { workspaceId, role }: Membership, access: Permission, seen: Scope["seen"] = null): void {
  const actor = { ...caller, ...scopeOf(c, caller), workspaceId, role, author: caller.author, userId: caller.userId, seen };
  authorize(actor, access);
  c.set("actor", actor);
}

/** A wrong credential counts like none at all: who guesses must not guess for ever (security A7). */
async function authenticate(c: AppContext) {
  const kit = c.get("kit");
  try {
    return await kit.authenticator.authenticate(c.req.raw.headers);
  } catch (error) {
    setLimitHeaders(c, kit.rateLimits.take({ address: c.get("address") }));
    throw error;
  }
}

const isPermission = (access: Access): access is Permission => access.includes(".");

function checkPerson(caller: Caller, access: Access): void {
  if (access === "any-caller") return;
  if (caller.kind !== "person") throw problems.forbidden("API keys cannot do this");
  if (access === "admin" && !caller.roles.includes("admin"))
    throw problems.forbidden("Only administrators of this installation may do this");
  if (access === "recent-person" && Date.now() - caller.authenticatedAt.getTime() > RECENT_MS) throw problems.reauthenticate();
}

/**
 * The header, or for streams and downloads (which cannot set one) the query parameter. Where the path has a `{workspaceId}` it decides, and
 * a header that names another one is refused (security H3).
 */
function namedWorkspace(c: AppContext): string | undefined {
  const inQuery = SAFE_METHODS.has(c.req.method) ? c.req.query("workspace") : undefined;
  const named = c.req.header("slate-workspace") ?? inQuery;
  if (inQuery !== undefined && inQuery.toLowerCase() !== named?.toLowerCase())
    throw problems.invalid("Slate-Workspace names another workspace than the address");
  const inPath = c.req.param("workspaceId");
  if (inPath === undefined) return named;
  if (named !== undefined && named.toLowerCase() !== inPath.toLowerCase())
    throw problems.invalid("Slate-Workspace names another workspace than the address");
  return inPath;
}

/**
 * A cookie travels with any request, so a write must prove that our own page sent it: same origin *and* something a foreign form cannot
 * send (security D5). Absent headers are a refusal.
 */
function refuseCrossSite(c: AppContext): void {
  const origin = c.req.header("origin");
  const own = new URL(c.get("kit").env.PUBLIC_URL).origin;
  const sameOrigin = origin === undefined ? c.req.header("sec-fetch-site") === "same-origin" : origin === own;
  const type = c.req.header("content-type");
  const deliberate = c.req.header("slate-client") !== undefined || (type !== undefined && !SIMPLE_TYPES.test(type));
  if (!sameOrigin || !deliberate) throw problems.crossSite();
}

function setLimitHeaders(c: AppContext, states: Parameters<typeof limitHeaders>[0]): void {
  const headers = limitHeaders(states);
  for (const name in headers) c.header(name, headers[name]);
}
