import type { Profile } from "@slate/schema/api";
import { refreshTokens, sessions } from "@slate/schema/db";
import { makeSecret, sha256, type Tx } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Visit } from "../visit.ts";

/** How the session is held: a browser's cookie, or a client's access and refresh tokens. */
export type Grant = "cookie" | "token";
/** A session just opened. `secret` is the cookie's secret or the first refresh token; only its hash is stored. */
export type OpenedSession = { sessionId: string; userId: string; grant: Grant; secret: string };
export type SignedIn = { opened: OpenedSession; profile: Omit<Profile, "session"> };

/** Opens a sign-in session. Its id is always new, so nothing planted before a sign-in is worth anything after it (security C6). */
export async function openSession(tx: Tx, deps: Deps, visit: Visit, who: { userId: string; grant: Grant }): Promise<OpenedSession> {
  const sessionId = Bun.randomUUIDv7();
  const secret = makeSecret();
  await tx.insert(sessions).values({
    id: sessionId,
    userId: who.userId,
    kind: who.grant,
    secretHash: who.grant === "cookie" ? sha256(secret) : null,
    userAgent: visit.userAgent,
    address: visit.address,
    expiresAt: sql`now() + make_interval(secs => ${deps.config.SESSION_ABSOLUTE_SECONDS})`,
  });
  if (who.grant === "token") await tx.insert(refreshTokens).values({ sessionId, tokenHash: sha256(secret) });
  return { sessionId, secret, ...who };
}
