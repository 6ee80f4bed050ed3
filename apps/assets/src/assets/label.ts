import type { AssetDetail } from "@slate/schema/api";
import { slateAssets } from "@slate/schema/db";
import { type Actor, checkVersion, transact } from "@slate/service";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { findAsset, requireAsset } from "./asset-row.ts";
import { tagsToRenew } from "./tags.ts";

/** Replaces an asset's labels. Throws `asset.not_found`, and 412 when `expected` is not the revision that was read. */
export const labelAsset = (
  deps: Deps,
  actor: Actor,
  id: string,
  expected: number | "any",
  labels: string[],
): Promise<{ asset: AssetDetail; revision: number }> =>
  transact(deps, actor, async (tx) => {
    const { projectId } = await requireAsset(tx, id);
    const [row] = await tx
      .select({ revision: slateAssets.revision })
      .from(slateAssets)
      .where(and(eq(slateAssets.id, id), isNull(slateAssets.deletedAt)))
      .for("update");
    if (!row) throw errors.assetNotFound();
    checkVersion(expected, row.revision);
    const sorted = [...new Set(labels)].sort();
    await tx
      .update(slateAssets)
      .set({ labels: sorted, revision: sql`${slateAssets.revision} + 1`, updatedAt: sql`now()` })
      .where(eq(slateAssets.id, id));
    tx.emit("asset.labelled", { assetIds: [id] }, { projectId });
    tx.audit("asset.label", id, { labels: sorted });
    tx.touch(...tagsToRenew(actor.workspaceId, projectId));
    return findAsset(tx, { id });
  });
