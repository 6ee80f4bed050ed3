import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";

/** Who has a project's turn and has not been heard of for so long died. */
const LEASE_SECONDS = 30;
const RENEW_MS = 10_000;

/**
 * Does `work` while no other replica publishes versions of the project, or answers undefined when one does. A lease in the project's row, since a
 * lock would need a transaction as long as the work.
 */
export async function withTurn<T>(q: Queries, projectId: string, work: () => Promise<T>): Promise<T | undefined> {
  let ours = await hold(q, projectId, null);
  if (!ours) return undefined;
  let renewal: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    renewal = renewal.then(async () => {
      ours = (await hold(q, projectId, ours ?? null).catch(() => undefined)) ?? ours;
    });
  }, RENEW_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await renewal;
    await q.execute(sql`
      update slate_asset_states set publishing_until = null where project_id = ${projectId} and publishing_until = ${ours}::timestamptz`);
  }
}

/** Takes the lease when it is free, or holds on to `ours`. A row that ingest has in hand is passed over: nobody waits for a turn. */
async function hold(q: Queries, projectId: string, ours: string | null): Promise<string | undefined> {
  const [row] = await q.execute<{ until: string }>(sql`
    update slate_asset_states set publishing_until = now() + make_interval(secs => ${LEASE_SECONDS}) where project_id = (
      select project_id from slate_asset_states where project_id = ${projectId}
        and (publishing_until is null or publishing_until < now() or publishing_until = ${ours}::timestamptz)
      for update skip locked)
    returning publishing_until::text as until`);
  return row?.until;
}
