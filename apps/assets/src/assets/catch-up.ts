import { type Actor, readPrimary } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";

const LOOK_MS = 100;

/**
 * Waits until a project's assets have reached its newest changeset, since before nobody knows all that uses an asset. Throws `asset.behind`
 * when that takes longer than a caller should wait.
 */
export async function waitUntilCaughtUp(deps: Deps, actor: Actor, projectId: string): Promise<void> {
  const untilMs = performance.now() + deps.config.CATCH_UP_WAIT_MS;
  while (await isBehind(deps, actor, projectId)) {
    if (performance.now() > untilMs) throw errors.behind(undefined, { headers: { "Retry-After": "5" } });
    await Bun.sleep(LOOK_MS);
  }
}

const isBehind = (deps: Deps, actor: Actor, projectId: string): Promise<boolean> =>
  readPrimary(deps, actor, async (q) => {
    const [found] = await q.execute<{ behind: boolean }>(sql`
      select (select id from slate_changesets where project_id = ${projectId} order by id desc limit 1)
        > coalesce((select changeset_id from slate_asset_states where project_id = ${projectId}), '00000000-0000-0000-0000-000000000000') as behind`);
    return found?.behind === true;
  });
