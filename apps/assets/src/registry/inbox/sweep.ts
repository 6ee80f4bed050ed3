import { repositoryFor } from "@slate/oci";
import { sql } from "drizzle-orm";
import type { Deps } from "../../deps.ts";
import { receive } from "./receive.ts";

/** A token of five minutes, with a minute's leeway at the registry, and time for a sweep or two after it. */
const LOOK_BACK_MINUTES = 15;
/** A notification gets this long to arrive before the sweep speaks for it. */
const PATIENCE_MS = 20_000;
const KEPT_HOURS = 24;

type Inbox = { workspaceId: string; projectId: string; pushers: string[] };

/**
 * Looks into the inboxes of those projects that somebody got a token to push to lately: the safety net for notifications that were lost. Who
 * pushed is then known only where just one can have been. Settled pushes that are still there are removed.
 */
export function createSweep(deps: Deps) {
  const seen = new Map<string, number>();

  return async function sweep(): Promise<void> {
    const { worker } = deps.db;
    if (!worker) return;
    await worker.orm.execute(sql`delete from slate_registry_grants where granted_at < now() - make_interval(hours => ${KEPT_HOURS})`);
    const inboxes = await worker.orm.execute<Inbox>(sql`
      select workspace_id as "workspaceId", project_id as "projectId", array_agg((author->>'kind') || ':' || author_id) as pushers
      from slate_registry_grants where granted_at > now() - make_interval(mins => ${LOOK_BACK_MINUTES}) group by 1, 2`);
    const found = new Set<string>();
    for (const inbox of inboxes) for (const key of await sweepInbox(deps, inbox, seen)) found.add(key);
    for (const key of seen.keys()) if (!found.has(key)) seen.delete(key);
  };
}

/** Answers what is there. */
async function sweepInbox(deps: Deps, { workspaceId, projectId, pushers }: Inbox, seen: Map<string, number>): Promise<string[]> {
  const repository = repositoryFor({ workspaceId, projectId, kind: "inbox" });
  const keys: string[] = [];
  for (const tag of await deps.registry.listTags(repository)) {
    const digest = await deps.registry.resolve(repository, tag);
    if (!digest) continue;
    const key = `${repository}:${tag}@${digest}`;
    keys.push(key);
    const sinceMs = seen.get(key) ?? performance.now();
    seen.set(key, sinceMs);
    if (performance.now() - sinceMs < PATIENCE_MS) continue;
    const [known] =
      (await deps.db.worker?.orm.execute<{ status: string }>(
        sql`select status from slate_registry_pushes where project_id = ${projectId} and reference = ${tag} and manifest_digest = ${digest}`,
      )) ?? [];
    if (!known) {
      const [only, ...others] = pushers;
      await receive(deps, { repository, reference: tag, digest, subject: only && others.length === 0 ? only : null, at: new Date() });
    } else if (known.status !== "received") await deps.registry.deleteManifest(repository, digest);
  }
  return keys;
}
