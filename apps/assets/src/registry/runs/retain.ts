import { repositoryFor } from "@slate/oci";
import { sql } from "drizzle-orm";
import type { Deps } from "../../deps.ts";
import type { Report } from "./work.ts";

const BATCH = 200;

type Place = { workspaceId: string; projectId: string };
export type RetentionReport = {
  previews: { rows: number; manifests: number };
  inbox: { manifests: number };
  uploads: { manifests: number };
};

/**
 * Ends what need not be kept: previews of what is no live asset's content any more, what was left in inboxes, and parts of uploads that are
 * over. It deletes manifests of those three repositories only, so no blob that a file version names can be meant; garbage collection
 * then takes the blobs.
 */
export async function retain(deps: Deps, dryRun: boolean, tell: Report): Promise<RetentionReport> {
  const report: RetentionReport = { previews: { rows: 0, manifests: 0 }, inbox: { manifests: 0 }, uploads: { manifests: 0 } };
  await tell("previews", 0, 3);
  await endPreviews(deps, dryRun, report);
  await tell("inboxes", 1, 3);
  await endLeftovers(deps, dryRun, report);
  await tell("done", 3, 3);
  return report;
}

function worker({ db }: Deps) {
  if (!db.worker) throw new Error("retention is background work");
  return db.worker.orm;
}

/** Rows go first: a preview that is asked for meanwhile is made anew, under a manifest that its own row names. */
async function endPreviews(deps: Deps, dryRun: boolean, report: RetentionReport): Promise<void> {
  const ended = sql`
    p.created_at < now() - make_interval(days => ${deps.config.PREVIEW_KEPT_DAYS})
    and not exists (select 1 from slate_assets a where a.project_id = p.project_id and a.sha256 = p.source_sha256 and a.deleted_at is null)`;
  if (dryRun) {
    const [row] = await worker(deps).execute<{ rows: number; manifests: number }>(sql`
      select count(*)::int as rows, count(distinct (project_id, manifest_digest))::int as manifests from slate_asset_previews p where ${ended}`);
    if (row) report.previews = { rows: row.rows, manifests: row.manifests };
    return;
  }
  for (;;) {
    const rows = await worker(deps).execute<Place & { digest: string }>(sql`
      with gone as (
        delete from slate_asset_previews where (project_id, source_sha256, pixels) in (
          select project_id, source_sha256, pixels from slate_asset_previews p where ${ended} limit ${BATCH})
        returning workspace_id, project_id, manifest_digest)
      select workspace_id as "workspaceId", project_id as "projectId", manifest_digest as digest from gone`);
    report.previews.rows += rows.length;
    const manifests = new Map(rows.map((row) => [`${row.projectId} ${row.digest}`, row]));
    for (const { digest, ...place } of manifests.values()) {
      const [other] = await worker(deps).execute(
        sql`select 1 from slate_asset_previews where project_id = ${place.projectId} and manifest_digest = ${digest} limit 1`,
      );
      if (other) continue;
      await deps.registry.deleteManifest(repositoryFor({ ...place, kind: "previews" }), digest);
      report.previews.manifests++;
    }
    if (rows.length < BATCH) return;
  }
}

/** Goes through the inboxes and uploads of projects that ever had such: whatever is there and nobody deals with any more. */
async function endLeftovers(deps: Deps, dryRun: boolean, report: RetentionReport): Promise<void> {
  const remove = async (repository: string, digest: string) => {
    if (!dryRun) await deps.registry.deleteManifest(repository, digest);
  };
  const pushedTo = await worker(deps).execute<Place>(
    sql`select distinct workspace_id as "workspaceId", project_id as "projectId" from slate_registry_pushes`,
  );
  for (const place of pushedTo) {
    const repository = repositoryFor({ ...place, kind: "inbox" });
    for (const tag of await deps.registry.listTags(repository)) {
      const digest = await deps.registry.resolve(repository, tag);
      if (!digest || (await isAwaited(deps, place, tag, digest))) continue;
      await remove(repository, digest);
      report.inbox.manifests++;
    }
  }
  const uploadedTo = await worker(deps).execute<Place>(
    sql`select distinct workspace_id as "workspaceId", project_id as "projectId" from slate_uploads`,
  );
  for (const place of uploadedTo) {
    const repository = repositoryFor({ ...place, kind: "uploads" });
    for (const tag of await deps.registry.listTags(repository)) {
      const digest = await deps.registry.resolve(repository, tag);
      if (!digest || (await isUnderWay(deps, place, tag))) continue;
      await remove(repository, digest);
      report.uploads.manifests++;
    }
  }
}

/** Whether a push is still to be dealt with, or somebody may be about to be told of it. */
async function isAwaited(deps: Deps, { projectId }: Place, reference: string, digest: string): Promise<boolean> {
  const [row] = await worker(deps).execute(sql`
    select 1 from slate_registry_pushes
      where project_id = ${projectId} and reference = ${reference} and manifest_digest = ${digest} and status = 'received'
    union all select 1 from slate_registry_grants where project_id = ${projectId} and granted_at > now() - interval '1 hour'`);
  return row !== undefined;
}

/** Tags there begin with the upload's id. One that ended an hour ago has nothing to wait for. */
async function isUnderWay(deps: Deps, { projectId }: Place, tag: string): Promise<boolean> {
  const [row] = await worker(deps).execute(sql`
    select 1 from slate_uploads where project_id = ${projectId} and id::text = ${tag.slice(0, 36)}
      and (status in ('open', 'completing') or updated_at > now() - interval '1 hour')`);
  return row !== undefined;
}
