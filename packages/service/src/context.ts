import type { Context } from "hono";
import type { Actor, Caller } from "./actor.ts";
import type { Kit } from "./kit.ts";
import type { Log } from "./log.ts";
import type { Scope } from "./transact.ts";

/** What rides on the Hono context. `caller` is there past any guard but "public"; `actor` where the route names a permission. */
export type Env = {
  Bindings: { server?: Bun.Server<unknown> };
  Variables: { kit: Kit; requestId: string; traceId: string; address: string; caller: Caller; actor: Actor };
};
export type AppContext = Context<Env>;

/** The scope of a request outside any workspace. */
export const scopeOf = (c: AppContext, caller?: Caller): Scope => ({
  workspaceId: null,
  userId: caller?.userId ?? null,
  author: caller?.author ?? null,
  requestId: c.var.requestId,
  address: c.var.address,
});

/** A log that carries the request's ids and caller. Made when there is something to say: most requests say one line. */
export const requestLog = (c: AppContext): Log => c.var.kit.log.child(requestFields(c));

/** What every log line of a request carries. */
export const requestFields = (c: AppContext) => ({
  requestId: c.var.requestId,
  traceId: c.var.traceId,
  user: c.var.caller?.userId,
  credential: c.var.caller?.credentialId,
  workspace: c.var.actor?.workspaceId,
});
