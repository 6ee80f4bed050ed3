import { refreshTokens, sessions, users } from "@slate/schema/db";
import { makeSecret, sha256, type Tx, transact } from "@slate/service";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import type { Visit } from "../visit.ts";
import type { OpenedSession } from "./open-session.ts";

type Outcome = { is: "renewed"; opened: OpenedSession } | { is: "superseded" | "refused" };

/**
 * Exchanges a refresh token for its successor (RFC 9700 §4.14). Looking, consuming and inserting are one transaction on the primary under
 * the session's row lock, so of any number of parallel uses one succeeds. A token used again within the grace time answers
 * `auth.refresh_superseded`; later it was stolen, and its session ends. Throws `auth.refresh_invalid` for all else.
 */
export async function refresh(deps: Deps, visit: Visit, token: string): Promise<OpenedSession> {
  const tokenHash = sha256(token);
  const [found] = await deps.db.primary.gate(() =>
    deps.db.primary.orm.execute<{ session_id: string; user_id: string }>(sql`select * from app.find_refresh(${tokenHash})`),
  );
  if (!found) throw errors.refreshInvalid();
  // Whoever holds the token is not yet known to be its owner, so the audit names nobody.
  const scope = { ...visit, userId: found.user_id };
  const outcome = await transact(deps, scope, (tx) => renew(tx, deps, found.session_id, tokenHash));
  if (outcome.is === "renewed") return outcome.opened;
  throw outcome.is === "superseded" ? errors.refreshSuperseded() : errors.refreshInvalid();
}

async function renew(tx: Tx, deps: Deps, sessionId: string, tokenHash: Uint8Array): Promise<Outcome> {
  const { SESSION_IDLE_SECONDS, REFRESH_GRACE_SECONDS } = deps.config;
  const [session] = await tx
    .select({
      userId: sessions.userId,
      isLive: sql<boolean>`${sessions.endedAt} is null and ${sessions.expiresAt} > now()
        and ${sessions.lastSeenAt} > now() - make_interval(secs => ${SESSION_IDLE_SECONDS})`,
    })
    .from(sessions)
    .where(eq(sessions.id, sessionId))
    .for("update");
  if (!session?.isLive) return { is: "refused" };
  const { userId } = session;
  const [enabled] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabledAt)));
  if (!enabled) return { is: "refused" };

  const [consumed] = await tx
    .update(refreshTokens)
    .set({ consumedAt: sql`clock_timestamp()` })
    .where(and(eq(refreshTokens.tokenHash, tokenHash), isNull(refreshTokens.consumedAt)))
    .returning({ id: refreshTokens.id });
  if (consumed) {
    const secret = makeSecret();
    await tx.insert(refreshTokens).values({ sessionId, tokenHash: sha256(secret) });
    await tx.update(sessions).set({ lastSeenAt: sql`now()` }).where(eq(sessions.id, sessionId));
    return { is: "renewed", opened: { sessionId, userId, grant: "token", secret } };
  }

  const [used] = await tx
    .select({ recently: sql<boolean>`${refreshTokens.consumedAt} > clock_timestamp() - make_interval(secs => ${REFRESH_GRACE_SECONDS})` })
    .from(refreshTokens)
    .where(eq(refreshTokens.tokenHash, tokenHash));
  if (used?.recently) return { is: "superseded" };
  await endSessions(tx, userId, { only: sessionId, reason: "refresh_reused" });
  tx.audit("session.refresh_reused", sessionId, { userId });
  return { is: "refused" };
}
