import { timingSafeEqual } from "node:crypto";
import { idempotencyKeys } from "@slate/schema/db";
import { and, eq, sql } from "drizzle-orm";
import type { MiddlewareHandler } from "hono";
import type { Env } from "./context.ts";
import { sha256 } from "./credentials.ts";
import { problems } from "./errors.ts";
import { seal, unseal } from "./seal.ts";
import { type Scope, transact } from "./transact.ts";

const LEASE = sql`now() + interval '60 seconds'`;
const KEPT_HEADERS = ["etag", "location", "content-type"];
const hexOf = (text: string) => Buffer.from(sha256(text)).toString("hex");
const NIL = "00000000-0000-0000-0000-000000000000";

/**
 * Honours `Idempotency-Key` on a route that creates (security A6): the same key, query and body get the stored answer, others are refused, a
 * request still running is 409. Kept 24 h in PostgreSQL. Answers of 5xx are not kept, so they may be tried again.
 */
export const idempotent: MiddlewareHandler<Env> = async (c, next) => {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return next();
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw problems.invalid("Idempotency-Key must be 1 to 200 printable ASCII characters");
  const { kit, caller, actor } = c.var;
  const scope: Scope = actor ?? { workspaceId: null, userId: caller.userId, author: caller.author };
  // Answers may hold what is shown once and stored nowhere (a new API key): they are sealed with the caller's key, kept only as a hash.
  const keyHash = hexOf(key);
  const sealingKey = hexOf(`seal ${key}`);
  // The query belongs to what was asked as much as the body does.
  const bodySha256 = sha256(`${new URL(c.req.url).search}\n${await c.req.text()}`);
  const route = `${c.req.method} ${c.req.path}`;
  const identity = { service: kit.service, actorId: caller.userId, workspaceId: scope.workspaceId ?? NIL, route, key: keyHash };
  const thisKey = and(
    eq(idempotencyKeys.actorId, identity.actorId),
    eq(idempotencyKeys.workspaceId, identity.workspaceId),
    eq(idempotencyKeys.route, route),
    eq(idempotencyKeys.key, keyHash),
  );

  const earlier = await transact(kit, scope, async (tx) => {
    const [mine] = await tx
      .insert(idempotencyKeys)
      .values({ ...identity, bodySha256, leaseUntil: LEASE })
      .onConflictDoNothing()
      .returning();
    if (mine) return null;
    const [row] = await tx
      .select({
        row: idempotencyKeys,
        abandoned: sql<boolean>`${idempotencyKeys.status} is null and ${idempotencyKeys.leaseUntil} < now()`,
      })
      .from(idempotencyKeys)
      .where(thisKey)
      .for("update");
    if (!row || !timingSafeEqual(row.row.bodySha256, bodySha256)) throw problems.keyReused();
    if (row.row.status !== null) return row.row;
    if (!row.abandoned) throw problems.inProgress(undefined, { headers: { "Retry-After": "1" } });
    await tx.update(idempotencyKeys).set({ leaseUntil: LEASE }).where(thisKey);
    return null;
  });
  if (earlier) {
    const body = earlier.body && unseal(sealingKey, route, earlier.body);
    return new Response(body, { status: earlier.status ?? 200, headers: { ...earlier.headers, "Idempotency-Replayed": "true" } });
  }

  await next();
  if (c.res.status >= 500) {
    await transact(kit, scope, (tx) => tx.delete(idempotencyKeys).where(thisKey));
    return;
  }
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = c.res.headers.get(name);
    if (value) headers[name] = value;
  }
  const text = await c.res.clone().text();
  const body = text && seal(sealingKey, route, text);
  await transact(kit, scope, (tx) => tx.update(idempotencyKeys).set({ status: c.res.status, headers, body }).where(thisKey));
};
