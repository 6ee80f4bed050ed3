import { EVENT_FILE_LIMIT } from "@slate/schema/events";
import type { Queries, Tx } from "@slate/service";
import { sql } from "drizzle-orm";
import { tagsToRenew } from "../assets/tags.ts";
import type { Deps } from "../deps.ts";
import { inBackground, workerPool } from "./background.ts";
import { filesOfStaleLookups, rememberGuids } from "./guid-history.ts";
import { type Batch, ingestBatch } from "./ingest-batch.ts";
import { batchesOf, filesById, filesOfChangesets, filesOfProject, foldersOfChangesets } from "./touched-files.ts";
import { filesOfChangedRoots, possibleRoots } from "./unity-roots.ts";
import type { ChangedAsset } from "./write-plan.ts";

/** Format of the rows that this code writes. Projects whose rows are of an older one are made anew. */
export const FORMAT_VERSION = 1;

/** After so many times in which one asset's change made another be looked at again, something is wrong. */
const AGAIN_LIMIT = 5;
const CHANGESETS_AT_ONCE = 200;

type Place = { workspaceId: string; projectId: string };
/** What one run has to do. `guids` is null when all are in question; `newest` is the changeset that the assets have reached afterwards. */
type Run = Place & { isWhole: boolean; newest: string | null; guids: Set<string> | null; roots: Set<string>; batches: Batch[] };

/**
 * Brings the assets of a project to its files: those of the named changesets and of all that are newer than what the assets have reached; the whole
 * project where the assets are of an older format, or there are none yet. Doing it again, in another order or after a crash, ends in
 * the same rows, for they follow the files as they are. Answers what changed.
 */
export async function ingestProject(deps: Deps, projectId: string, changesetIds: string[]): Promise<ChangedAsset[]> {
  const run = await planRun(deps, projectId, changesetIds);
  if (!run) return [];
  const changed: ChangedAsset[] = [];
  let again = 0;
  const batches = run.batches.length > 0 ? run.batches : [{ fileIds: [], redo: new Set<string>() }];
  const isSingle = batches.length === 1;
  for (let i = 0; i < batches.length; i++) {
    const isLast = i === batches.length - 1;
    const done = await ingestBatch(deps, run, batches[i] as Batch, async (tx, now) => {
      if (!isLast) return [];
      const more = again < AGAIN_LIMIT ? await filesToLookAtAgain(tx, run) : [];
      if (more.length === 0) await finish(tx, run, [...changed, ...now], isSingle && again === 0);
      return more;
    });
    changed.push(...done.changed);
    if (done.result.length > 0) {
      again++;
      batches.push(...done.result);
    }
  }
  return changed;
}

async function planRun(deps: Deps, projectId: string, changesetIds: string[]): Promise<Run | null> {
  const { orm } = workerPool(deps);
  const [state] = await orm.execute<{ workspaceId: string; changesetId: string | null; formatVersion: number | null }>(sql`
    select p.workspace_id as "workspaceId", s.changeset_id as "changesetId", s.format_version as "formatVersion"
    from slate_projects p left join slate_asset_states s on s.project_id = p.id where p.id = ${projectId}`);
  if (!state) return null;
  const isOld = state.formatVersion !== null && state.formatVersion < FORMAT_VERSION;
  const isWhole = isOld || state.formatVersion === null;
  const newer = await findChangesets(orm, projectId, isWhole ? null : state.changesetId);
  const ids = [...new Set([...changesetIds, ...newer])];
  const place = { workspaceId: state.workspaceId, projectId };
  const guids = new Set<string>();
  for (let i = 0; i < ids.length; i += CHANGESETS_AT_ONCE) {
    const part = ids.slice(i, i + CHANGESETS_AT_ONCE);
    for (const guid of await inBackground(deps, place.workspaceId, (tx) => rememberGuids(tx, place, part))) guids.add(guid);
  }
  const files = isWhole ? await filesOfProject(orm, projectId) : await filesOfChangesets(orm, projectId, ids);
  const newest = [...ids, state.changesetId ?? ""].sort().at(-1) || null;
  return {
    ...place,
    isWhole,
    newest,
    guids: isWhole ? null : guids,
    // A look at everything sees the projects as they are.
    roots: new Set(isWhole ? [] : (await foldersOfChangesets(orm, projectId, ids)).flatMap(possibleRoots)),
    batches: batchesOf(files).map((fileIds) => ({ fileIds, redo: new Set(isOld ? fileIds : []) })),
  };
}

const findChangesets = async (q: Queries, projectId: string, after: string | null): Promise<string[]> => {
  const rows = await q.execute<{ id: string }>(
    sql`select id from slate_changesets where project_id = ${projectId} ${after === null ? sql`` : sql`and id > ${after}`}`,
  );
  return rows.map(({ id }) => id);
};

/** Assets that what was written makes untrue: others answer to the guids they asked about, or their folder is a Unity project now. */
async function filesToLookAtAgain(tx: Tx, { projectId, guids, roots }: Run): Promise<Batch[]> {
  const stale = guids?.size === 0 ? [] : await filesOfStaleLookups(tx, projectId, guids);
  const moved = await filesOfChangedRoots(tx, projectId, roots);
  if (stale.length + moved.length === 0) return [];
  const redo = new Set(stale);
  return batchesOf(await filesById(tx, projectId, [...new Set([...stale, ...moved])])).map((fileIds) => ({ fileIds, redo }));
}

/** Says that the assets have come this far, with the last batch and never without it. */
async function finish(
  tx: Tx,
  { workspaceId, projectId, newest, isWhole }: Run,
  changed: ChangedAsset[],
  isComplete: boolean,
): Promise<void> {
  const [state] = await tx.execute<{ isNews: boolean }>(sql`
    with before as (select changeset_id, format_version from slate_asset_states where project_id = ${projectId})
    insert into slate_asset_states as s (project_id, workspace_id, changeset_id, format_version)
    values (${projectId}, ${workspaceId}, ${newest}, ${isWhole ? FORMAT_VERSION : 0})
    on conflict (project_id) do update set updated_at = now(), changeset_id = greatest(s.changeset_id, excluded.changeset_id),
      format_version = greatest(s.format_version, excluded.format_version)
    returning s.changeset_id is distinct from (select changeset_id from before)
      or s.format_version is distinct from (select format_version from before) as "isNews"`);
  if (!state?.isNews && changed.length === 0) return;
  const counts = { created: 0, updated: 0, deleted: 0 };
  for (const { change } of changed) counts[change]++;
  // After a crash between two batches the first ones are no news any more: only a run of one batch can name all that it changed.
  const assets = isComplete && changed.length <= EVENT_FILE_LIMIT ? changed : null;
  tx.emit("asset.changed", { changesetId: newest, counts, assets }, { projectId });
  tx.touch(...tagsToRenew(workspaceId, projectId));
}
