import { apiKeys, idempotencyKeys, invitations, sessions, signingKeys } from "@slate/schema/db";
import { sql } from "drizzle-orm";
import type { Deps } from "./deps.ts";

const EVERY_MS = 3_600_000;
const FIRST_AFTER_MS = 60_000;

/** Deletes, once an hour, what nobody needs any more: answers kept for repeats, ended sessions, used invitations, dead keys. */
export function startPurge(deps: Deps): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const run = () => {
    running = purge(deps).catch((error) => deps.log.warn({ err: String(error) }, "clearing up failed; it will be tried again"));
  };
  const first = setTimeout(run, FIRST_AFTER_MS);
  const timer = setInterval(run, EVERY_MS);
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
      return running;
    },
  };
}

/** Does it once, as the worker role. */
export async function purge({ db }: Deps): Promise<void> {
  const orm = db.worker?.orm;
  if (!orm) return;
  await orm.delete(idempotencyKeys).where(sql`${idempotencyKeys.createdAt} < now() - interval '24 hours'`);
  // Refresh tokens go with their session.
  await orm.delete(sessions).where(sql`coalesce(${sessions.endedAt}, ${sessions.expiresAt}) < now() - interval '30 days'`);
  await orm
    .delete(invitations)
    .where(sql`coalesce(${invitations.acceptedAt}, ${invitations.withdrawnAt}, ${invitations.expiresAt}) < now() - interval '30 days'`);
  await orm.delete(apiKeys).where(sql`coalesce(${apiKeys.revokedAt}, ${apiKeys.expiresAt}) < now() - interval '90 days'`);
  await orm.delete(signingKeys).where(sql`${signingKeys.retiredAt} < now() - interval '1 day'`);
}
