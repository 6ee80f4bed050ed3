import { sql } from "drizzle-orm";
import type { Deps } from "../../deps.ts";
import { retain } from "./retain.ts";
import { scrub } from "./scrub.ts";

/** A run that has not been heard of for so long lost its process; it is begun anew. */
const STALE_SECONDS = 120;
const BEAT_MS = 10_000;
/** A collection that no job took, or whose job died and has no successor, must not keep later ones out. */
const COLLECTOR_PATIENCE_MINUTES = 60;

/** Tells how far a run is. */
export type Report = (phase: string, done: number, total: number) => Promise<void>;
type Run = { id: string; dryRun: boolean };

/** Does the runs of one kind, one after another: a scrub takes hours, and a clean-up does not wait for it. */
export async function workThroughRuns(deps: Deps, kind: "scrub" | "retain"): Promise<void> {
  for (let run = await take(deps, kind); run; run = await take(deps, kind)) {
    const { id, dryRun } = run;
    const tell: Report = (phase, done, total) => update(deps, id, { phase, progress: { done, total } });
    const timer = setInterval(() => void update(deps, id, {}).catch(() => {}), BEAT_MS); // however long one step takes; the next beat tries again
    try {
      const report = kind === "scrub" ? await scrub(deps, tell) : await retain(deps, dryRun, tell);
      await update(deps, id, { status: "done", phase: "done", report });
    } catch (error) {
      deps.log.error({ err: String(error), run: id, kind }, "a run over the registry failed");
      await update(deps, id, { status: "failed", report: { error: error instanceof Error ? error.message : String(error) } });
    } finally {
      clearInterval(timer);
    }
  }
}

/** Adds the nightly runs once a night, whichever replica comes first. What only looked, or failed, is not the night's. */
export async function startNightly({ db, config }: Pick<Deps, "db" | "config">, hourUtc = new Date().getUTCHours()): Promise<void> {
  if (hourUtc !== config.REGISTRY_NIGHTLY_HOUR_UTC) return;
  await db.worker?.orm.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('registry.run'), hashtext('nightly'))`);
    await tx.execute(sql`
      insert into slate_registry_runs (id, kind, dry_run)
      select id, kind, false from (values (${Bun.randomUUIDv7()}::uuid, 'scrub'), (${Bun.randomUUIDv7()}::uuid, 'retain')) as nightly (id, kind)
      where not exists (select 1 from slate_registry_runs r where r.kind = nightly.kind and (r.status in ('waiting', 'running')
        or r.status = 'done' and not r.dry_run and r.created_at > now() - interval '20 hours'))`);
  });
}

/** Ends collections that no job took or goes on with. */
export async function giveUpCollections({ db }: Deps): Promise<void> {
  const report = JSON.stringify({ error: "No job took it: infra/registry/collect.ts does, as a process or from a timer" });
  await db.worker?.orm.execute(sql`
    update slate_registry_runs set status = 'failed', phase = 'given up', report = ${report}::jsonb, fence_until = null, updated_at = now()
    where kind = 'collect' and status in ('waiting', 'running') and updated_at < now() - make_interval(mins => ${COLLECTOR_PATIENCE_MINUTES})`);
}

async function take({ db }: Deps, kind: string): Promise<Run | undefined> {
  const [run] =
    (await db.worker?.orm.execute<Run>(sql`
      update slate_registry_runs set status = 'running', updated_at = now() where id = (
        select id from slate_registry_runs where kind = ${kind}
          and (status = 'waiting' or status = 'running' and updated_at < now() - make_interval(secs => ${STALE_SECONDS}))
        order by created_at limit 1 for update skip locked)
      returning id, dry_run as "dryRun"`)) ?? [];
  return run;
}

type Change = { status?: string; phase?: string; progress?: object; report?: object };

async function update({ db }: Deps, id: string, { status, phase, progress, report }: Change): Promise<void> {
  const json = (value: object | undefined) => (value ? JSON.stringify(value) : null);
  await db.worker?.orm.execute(sql`
    update slate_registry_runs set status = coalesce(${status ?? null}, status), phase = coalesce(${phase ?? null}, phase),
      progress = coalesce(${json(progress)}::jsonb, progress), report = coalesce(${json(report)}::jsonb, report), updated_at = now()
    where id = ${id}`);
}
