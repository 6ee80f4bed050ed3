import type { Context } from "hono";
import type { Actor, Caller } from "./actor.ts";
import type { Kit } from "./kit.ts";
import type { Log } from "./log.ts";
import type { Scope } from "./transact.ts";

/**
 * What rides on the Hono context. `caller` is there past any guard but "public"; `actor` where the route names a permission; `via` names the
 * service that asks for the caller.
 */
export type Env = {
  Bindings: { server?: Bun.Server<unknown> };
  Variables: { kit: Kit; requestId: string; traceId: string; address: string; caller: Caller; actor: Actor; via?: string };
};
export type AppContext = Context<Env>;

/** The scope of a request outside any workspace. */
export const scopeOf = (c: AppContext, caller?: Caller): Scope => ({
  workspaceId: null,
  userId: caller?.userId ?? null,
  author: caller?.author ?? null,
  requestId: c.get("requestId"),
  address: c.get("address"),
});

/** A log that carries the request's ids and caller. Made when there is something to say: most requests say one line. */
export const requestLog = (c: AppContext): Log => c.get("kit").log.child(requestFields(c));

/** What every log line of a request carries. (`c.var` would copy all variables with every use; `c.get` does not.) */
export const requestFields = (c: AppContext) => {
  const caller = c.get("caller");
  return {
    requestId: c.get("requestId"),
    traceId: c.get("traceId"),
    user: caller?.userId,
    credential: caller?.credentialId,
    via: c.get("via"),
    workspace: c.get("actor")?.workspaceId,
  };
};
