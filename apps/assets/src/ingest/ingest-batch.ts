import type { Tx } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { inBackground } from "./background.ts";
import { contentKeyOf } from "./pair-files.ts";
import { planAssets, type Taken } from "./plan.ts";
import { takeApart } from "./take-apart.ts";
import { type ChangedAsset, writePlan } from "./write-plan.ts";

type Place = { workspaceId: string; projectId: string };
/** Files to look at together. `redo` are those among them whose assets are taken apart even if they did not change. */
export type Batch = { fileIds: string[]; redo: ReadonlySet<string> };

/** What others may change while we read: more rounds than this and the database is asked for a pause. */
const ROUNDS_LIMIT = 10;

/**
 * Brings the assets of some files to what the files are now, in one transaction. What must be read for it is read before, outside of any: a slow registry
 * and a long file hold no lock. When a file changes meanwhile, it is read once more. `also` runs in the transaction, when all is written.
 */
export async function ingestBatch<T>(
  deps: Deps,
  place: Place,
  { fileIds, redo }: Batch,
  also: (tx: Tx, changed: ChangedAsset[]) => Promise<T>,
): Promise<{ changed: ChangedAsset[]; result: T }> {
  const taken: Taken = new Map();
  for (let round = 0; round < ROUNDS_LIMIT; round++) {
    const outcome = await inBackground(deps, place.workspaceId, async (tx) => {
      await lockProject(tx, place.projectId);
      const plan = await planAssets(tx, place.projectId, fileIds, redo, taken);
      if ("unread" in plan) return plan;
      const changed = await writePlan(tx, place, plan);
      return { changed, result: await also(tx, changed) };
    });
    if (!("unread" in outcome)) return outcome;
    for (const [pair, parts] of await takeApart(deps, place.projectId, outcome.unread)) taken.set(contentKeyOf(pair), parts);
  }
  throw new Error(`The files of ${place.projectId} change faster than they can be read`);
}

/** Batches of one project take turns, so that none writes what another has just made untrue. */
const lockProject = (tx: Tx, projectId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('assets'), hashtext(${projectId}))`);
