import { Asset, AssetDetail } from "@slate/schema/api";
import { slateAssets, slateProjects } from "@slate/schema/db";
import type { Queries } from "@slate/service";
import { and, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { errors } from "../errors.ts";

const { metadata: _metadata, warnings: _warnings, ...stored } = getTableColumns(slateAssets);

/** Columns of an asset in a list, for `select`. The outer table is named in full: drizzle shortens it where there is no join. */
export const assetColumns = {
  asset: stored,
  warnings: sql<number>`jsonb_array_length(slate_assets.warnings)`,
  uses: sql<number>`(select count(distinct r.from_asset_id)::int from slate_asset_references r
    where r.to_asset_id = slate_assets.id and r.from_asset_id <> slate_assets.id)`,
  previewable: sql<boolean>`exists (select from slate_asset_previews p
    where p.project_id = slate_assets.project_id and p.source_sha256 = slate_assets.sha256)`,
};
type Row = {
  asset: Omit<typeof slateAssets.$inferSelect, "metadata" | "warnings">;
  warnings: number;
  uses: number;
  previewable: boolean;
};

/** A row as the API shows it. */
export const toAsset = (row: Row): Asset => Asset.parse(shown(row));

const shown = ({ asset, ...counted }: Row) => ({
  ...asset,
  ...counted,
  mainLocalId: asset.mainObjectId?.toString() ?? null,
  sha256: asset.sha256 && hex(asset.sha256),
  createdAt: asset.createdAt.toISOString(),
  updatedAt: asset.updatedAt.toISOString(),
});

export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const detailColumns = {
  ...assetColumns,
  metadata: slateAssets.metadata,
  warningList: slateAssets.warnings,
  counts: sql<AssetDetail["counts"]>`json_build_object(
    'components', (select count(*) from slate_asset_components c where c.asset_id = slate_assets.id),
    'references', (select count(*) from slate_asset_references r where r.from_asset_id = slate_assets.id),
    'missing', (select count(*) from slate_asset_references r where r.from_asset_id = slate_assets.id and not r.resolved),
    'usedBy', (select count(distinct r.from_asset_id) from slate_asset_references r
      where r.to_asset_id = slate_assets.id and r.from_asset_id <> slate_assets.id),
    'versions', (select count(*) from slate_asset_versions v where v.asset_id = slate_assets.id))`,
  collections: sql<
    AssetDetail["collections"]
  >`(select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name) order by lower(c.name)), '[]')
    from slate_collection_assets m join slate_collections c on c.id = m.collection_id where m.asset_id = slate_assets.id)`,
};

/** One live asset of a live project, by its id or by project and guid, with the version of its labels. Throws `asset.not_found`. */
export async function findAsset(
  q: Queries,
  by: { id: string } | { projectId: string; guid: string },
): Promise<{ asset: AssetDetail; revision: number }> {
  const named = "id" in by ? eq(slateAssets.id, by.id) : and(eq(slateAssets.projectId, by.projectId), eq(slateAssets.guid, by.guid));
  const [row] = await q
    .select(detailColumns)
    .from(slateAssets)
    .innerJoin(slateProjects, and(eq(slateProjects.id, slateAssets.projectId), isNull(slateProjects.deletedAt)))
    .where(and(named, isNull(slateAssets.deletedAt)));
  if (!row) throw errors.assetNotFound();
  const { metadata, warningList, counts, collections, ...listed } = row;
  const asset = AssetDetail.parse({ ...shown(listed), metadata, warningList: warningList.slice(0, 100), counts, collections });
  return { asset, revision: row.asset.revision };
}

/** The project of a live asset. Throws `asset.not_found`. */
export async function requireAsset(q: Queries, id: string): Promise<{ id: string; projectId: string }> {
  const [row] = await q
    .select({ id: slateAssets.id, projectId: slateAssets.projectId })
    .from(slateAssets)
    .innerJoin(slateProjects, and(eq(slateProjects.id, slateAssets.projectId), isNull(slateProjects.deletedAt)))
    .where(and(eq(slateAssets.id, id), isNull(slateAssets.deletedAt)));
  if (!row) throw errors.assetNotFound();
  return row;
}
