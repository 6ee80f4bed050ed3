import { type Caller, type Scope, transact } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { endSessions } from "./end-sessions.ts";

/** Ends one of the caller's sessions. Throws `session.not_found`, also for somebody else's. */
export const endSession = (deps: Deps, scope: Scope, caller: Caller, id: string): Promise<void> =>
  transact(deps, scope, async (tx) => {
    const ended = await endSessions(tx, caller.userId, { only: id, reason: "ended_by_user" });
    if (ended.length === 0) throw errors.sessionNotFound();
    tx.audit("session.end", id);
  });

/** Ends the session that the request came with; done already is as good. */
export const signOut = (deps: Deps, scope: Scope, { userId, sessionId }: Caller): Promise<void> =>
  transact(deps, scope, async (tx) => {
    if (sessionId === null) return;
    await endSessions(tx, userId, { only: sessionId, reason: "signed_out" });
    tx.audit("session.sign_out", sessionId);
  });

/** Signs the caller out everywhere, here too. */
export const endAllSessions = (deps: Deps, scope: Scope, caller: Caller): Promise<void> =>
  transact(deps, scope, async (tx) => {
    const ended = await endSessions(tx, caller.userId, { reason: "signed_out_everywhere" });
    tx.audit("session.end_all", caller.userId, { sessions: ended.length });
  });
