import type { BulkAssets, BulkResult } from "@slate/schema/api";
import { slateCollectionAssets } from "@slate/schema/db";
import { EVENT_FILE_LIMIT } from "@slate/schema/events";
import { type Actor, type Queries, transact } from "@slate/service";
import { and, eq, inArray, sql } from "drizzle-orm";
import { findCollection } from "../collections/collection-row.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { requireProject } from "./project.ts";
import { tagsToRenew } from "./tags.ts";

export const LABELS_LIMIT = 50;
type Action<K extends BulkAssets["action"]["do"]> = Extract<BulkAssets["action"], { do: K }>;
type Chosen = { projectId: string; ids: string[] };

/** Adds and removes labels of many assets at once. Throws `asset.not_found` when one is not there, and `asset.too_many_labels`. */
export const labelMany = (deps: Deps, actor: Actor, chosen: Chosen, { add, remove }: Action<"label">): Promise<BulkResult> =>
  transact(deps, actor, async (tx) => {
    const ids = await requireAssets(tx, chosen);
    const rows = await tx.execute<{ id: string; count: number }>(sql`
      with wanted as (
        select a.id, (select coalesce(array_agg(distinct label order by label), '{}') from (
          select unnest(a.labels) as label union select value from json_array_elements_text(${JSON.stringify(add)}::json)) labels
          where label not in (select value from json_array_elements_text(${JSON.stringify(remove)}::json))) as labels
        from slate_assets a where a.id in ${listedIds(ids)} order by a.id for update
      )
      update slate_assets a set labels = w.labels, revision = a.revision + 1, updated_at = now()
      from wanted w where w.id = a.id and w.labels <> a.labels
      returning a.id, cardinality(a.labels) as count`);
    if (rows.some(({ count }) => count > LABELS_LIMIT)) throw errors.tooManyLabels();
    if (rows.length) {
      const changed = rows.map((row) => row.id);
      tx.emit("asset.labelled", { assetIds: changed.length <= EVENT_FILE_LIMIT ? changed : null }, { projectId: chosen.projectId });
      tx.audit("asset.label", null, { projectId: chosen.projectId, add, remove, count: changed.length });
      tx.touch(...tagsToRenew(actor.workspaceId, chosen.projectId));
    }
    return { changed: rows.length, changesetId: null };
  });

/** Puts assets into a collection or takes them out. Throws `asset.not_found` and `collection.not_found`. */
export const collectMany = (
  deps: Deps,
  actor: Actor,
  chosen: Chosen,
  action: Action<"collect"> | Action<"uncollect">,
): Promise<BulkResult> =>
  transact(deps, actor, async (tx) => {
    const ids = await requireAssets(tx, chosen);
    const { collectionId } = action;
    const { projectId } = await findCollection(tx, collectionId);
    if (projectId !== chosen.projectId) throw errors.collectionNotFound();
    const { workspaceId } = actor;
    const rows =
      action.do === "collect"
        ? await tx
            .insert(slateCollectionAssets)
            .values(ids.map((assetId) => ({ collectionId, assetId, workspaceId })))
            .onConflictDoNothing()
            .returning({ id: slateCollectionAssets.assetId })
        : await tx
            .delete(slateCollectionAssets)
            .where(and(eq(slateCollectionAssets.collectionId, collectionId), inArray(slateCollectionAssets.assetId, ids)))
            .returning({ id: slateCollectionAssets.assetId });
    if (rows.length) {
      tx.emit("collection.changed", { collectionId }, { projectId });
      tx.audit(`collection.${action.do}`, collectionId, { projectId, count: rows.length });
      tx.touch(...tagsToRenew(workspaceId, projectId));
    }
    return { changed: rows.length, changesetId: null };
  });

export const listedIds = (ids: string[]) => sql`(select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`;

/** The ids, each once, when all of them are live assets of the project. Throws `project.not_found` or `asset.not_found`. */
export async function requireAssets(q: Queries, { projectId, ids }: Chosen): Promise<string[]> {
  await requireProject(q, projectId);
  const unique = [...new Set(ids)];
  const [found] = await q.execute<{ count: number }>(sql`
    select count(*)::int as count from slate_assets where project_id = ${projectId} and deleted_at is null and id in ${listedIds(unique)}`);
  if (found?.count !== unique.length) throw errors.assetNotFound("One of the assets is not in this project");
  return unique;
}
