import { type Caller, problems, transact } from "@slate/service";
import type { Deps } from "../deps.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { checkOwnPassword } from "../sign-in/check-password.ts";
import { openSession, type SignedIn } from "../sign-in/open-session.ts";
import type { Visit } from "../visit.ts";
import { loadProfile } from "./profile.ts";

/** Proves again who is there: a new session takes the place of the caller's, signed in just now (security C6). */
export async function reauthenticate(deps: Deps, visit: Visit, caller: Caller, password: string): Promise<SignedIn> {
  await checkOwnPassword(deps, visit, caller.userId, password);
  return transact(deps, visit, async (tx) => {
    const [ended] = await endSessions(tx, caller.userId, { only: caller.sessionId ?? "", reason: "reauthenticated" });
    if (!ended) throw problems.unauthenticated(); // signed out meanwhile
    const opened = await openSession(tx, deps, visit, { userId: caller.userId, grant: ended.kind });
    tx.audit("session.reauthenticate", opened.sessionId);
    return { opened, profile: await loadProfile(tx, caller.userId) };
  });
}
