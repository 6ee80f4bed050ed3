import { sessions } from "@slate/schema/db";
import { sessionTag, type Tx } from "@slate/service";
import { and, eq, isNull, sql } from "drizzle-orm";

/** Why a session ended; kept with it. */
export type EndReason =
  | "signed_out"
  | "signed_out_everywhere"
  | "ended_by_user"
  | "ended_by_admin"
  | "password_changed"
  | "reauthenticated"
  | "roles_changed"
  | "disabled"
  | "refresh_reused";

/**
 * Ends a person's sessions, all or one, and everything that hangs on them: refresh tokens are only good while their session lives. Felt on
 * every service by its next request.
 */
export async function endSessions(
  tx: Tx,
  userId: string,
  { only, reason }: { only?: string; reason: EndReason },
): Promise<{ id: string; kind: "cookie" | "token" }[]> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: sql`now()`, endReason: reason })
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt), only === undefined ? undefined : eq(sessions.id, only)))
    .returning({ id: sessions.id, kind: sessions.kind });
  if (ended.length > 0) {
    const sessionIds = ended.map(({ id }) => id);
    tx.emit("user.session_ended", { userId, sessionIds }, { userId });
    tx.touch(...sessionIds.map(sessionTag));
  }
  return ended;
}
