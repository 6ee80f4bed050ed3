import type { Page, PageQuery, SignInSession } from "@slate/schema/api";
import { sessions } from "@slate/schema/db";
import { type Caller, decodeCursor, pageOf, readPrimary, type Scope } from "@slate/service";
import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";

/** Where the person is signed in, newest first. */
export async function listSessions(deps: Deps, scope: Scope, caller: Caller, query: PageQuery): Promise<Page<SignInSession>> {
  const before = decodeCursor(z.uuid(), query.cursor);
  const idle = sql`make_interval(secs => ${deps.config.SESSION_IDLE_SECONDS})`;
  const rows = await readPrimary(deps, scope, (q) =>
    q
      .select()
      .from(sessions)
      .where(
        and(
          eq(sessions.userId, caller.userId),
          isNull(sessions.endedAt),
          sql`${sessions.expiresAt} > now() and ${sessions.lastSeenAt} > now() - ${idle}`,
          before === undefined ? undefined : lt(sessions.id, before),
        ),
      )
      .orderBy(desc(sessions.id))
      .limit(query.limit + 1),
  );
  return pageOf(
    rows,
    query.limit,
    (row) => row.id,
    (row) => ({
      id: row.id,
      current: row.id === caller.sessionId,
      kind: row.kind,
      userAgent: row.userAgent,
      address: row.address,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    }),
  );
}
