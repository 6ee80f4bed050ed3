import type postgres from "postgres";

/** The fence outlives the job's last sign of life by this, and then falls by itself. */
const FENCE_AHEAD_SECONDS = 10 * 60;
const BEAT_MS = 5000;

/** `wasRemoving`: a job before this one died when it had begun to remove. */
export type Run = { id: string; dryRun: boolean; wasRemoving: boolean };

/** Takes the oldest collection that was asked for, or one whose job died. */
export async function takeRun(sql: postgres.Sql): Promise<Run | undefined> {
  const [run] = await sql<Run[]>`
    update slate_registry_runs set status = 'running', updated_at = now() where id = (
      select id from slate_registry_runs where kind = 'collect' and (status = 'waiting' or status = 'running' and updated_at < now() - interval '2 minutes')
      order by created_at limit 1 for update skip locked)
    returning id, dry_run as "dryRun", phase in ('removing', 'restarting') as "wasRemoving"`;
  return run;
}

/** Asks for one, unless one is waiting already. */
export async function askForRun(sql: postgres.Sql, dryRun: boolean): Promise<void> {
  await sql`insert into slate_registry_runs (id, kind, dry_run) select ${Bun.randomUUIDv7()}, 'collect', ${dryRun}
    where not exists (select 1 from slate_registry_runs where kind = 'collect' and status in ('waiting', 'running'))`;
}

/** Asks for the one of this night, unless there was one: a failed one is no reason to raise the fence again. */
export async function askForNightly(sql: postgres.Sql): Promise<void> {
  await sql`insert into slate_registry_runs (id, kind, dry_run) select ${Bun.randomUUIDv7()}, 'collect', false
    where not exists (select 1 from slate_registry_runs where kind = 'collect' and (status in ('waiting', 'running')
      or not dry_run and created_at > now() - interval '20 hours'))`;
}

/** A run under way: what it tells, and its fence, which stands for as long as the job gives signs of life. */
export function openRun(sql: postgres.Sql, { id }: Run) {
  let fenced = false;
  const beat = () =>
    sql`update slate_registry_runs set updated_at = now(),
      fence_until = case when ${fenced} then now() + make_interval(secs => ${FENCE_AHEAD_SECONDS}) end where id = ${id}`.catch(() => {}); // the next beat tries again
  const timer = setInterval(beat, BEAT_MS);
  return {
    async fence(): Promise<void> {
      fenced = true;
      const rows =
        await sql`update slate_registry_runs set fence_until = now() + make_interval(secs => ${FENCE_AHEAD_SECONDS}) where id = ${id} returning id`;
      if (rows.length !== 1) throw new Error("the run is gone");
    },
    async tell(phase: string, done = 0, total = 0): Promise<void> {
      await sql`update slate_registry_runs set phase = ${phase}, progress = ${sql.json({ done, total })}, updated_at = now() where id = ${id}`;
    },
    async end(status: "done" | "failed", report: postgres.JSONValue): Promise<void> {
      clearInterval(timer);
      await sql`update slate_registry_runs set status = ${status}, phase = ${status}, report = ${sql.json(report)}, fence_until = null, updated_at = now() where id = ${id}`;
    },
  };
}

/** Which of these digests the database still names: none may be garbage. */
export async function findNamed(sql: postgres.Sql, digests: string[]): Promise<{ digest: string; by: string; projectId: string }[]> {
  const named: { digest: string; by: string; projectId: string }[] = [];
  for (let i = 0; i < digests.length; i += 2000) {
    const hexes = digests.slice(i, i + 2000).map((digest) => digest.slice("sha256:".length));
    named.push(
      ...(await sql<{ digest: string; by: string; projectId: string }[]>`
        with asked as (select decode(value, 'hex') as sha256, 'sha256:' || value as digest from json_array_elements_text(${JSON.stringify(hexes)}::text::json))
        select a.digest, 'content of a file' as by, c.project_id as "projectId" from asked a join slate_contents c on c.sha256 = a.sha256 and c.text is null
        union all
        select a.digest, 'asset version', v.project_id from asked a join slate_asset_versions v on v.manifest_digest is not null
          and (v.sha256 = a.sha256 or v.meta_sha256 = a.sha256 or v.manifest_digest = a.digest)
        union all
        select a.digest, 'preview', p.project_id from asked a join slate_asset_previews p on p.sha256 = a.sha256
        union all
        select a.digest, 'part of an upload', u.project_id from asked a join slate_upload_chunks k on k.sha256 = a.sha256
          join slate_uploads u on u.id = k.upload_id and u.status in ('open', 'completing')`),
    );
  }
  return named;
}
