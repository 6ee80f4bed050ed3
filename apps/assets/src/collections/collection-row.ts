import { Collection } from "@slate/schema/api";
import { slateCollections, slateProjects } from "@slate/schema/db";
import type { Queries } from "@slate/service";
import { and, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { errors } from "../errors.ts";

/** Columns of a collection with its count of live assets, for `select`. */
export const collectionColumns = {
  collection: getTableColumns(slateCollections),
  count: sql<number>`(select count(*)::int from slate_collection_assets m join slate_assets a on a.id = m.asset_id and a.deleted_at is null
    where m.collection_id = slate_collections.id)`,
};
type Row = { collection: typeof slateCollections.$inferSelect; count: number };

/** A row as the API shows it. */
export const toCollection = ({ collection, count }: Row): Collection =>
  Collection.parse({
    ...collection,
    count,
    createdAt: collection.createdAt.toISOString(),
    updatedAt: collection.updatedAt.toISOString(),
  });

/** A collection of a live project. Throws `collection.not_found`. */
export async function findCollection(q: Queries, id: string): Promise<Collection> {
  const [row] = await q
    .select(collectionColumns)
    .from(slateCollections)
    .innerJoin(slateProjects, and(eq(slateProjects.id, slateCollections.projectId), isNull(slateProjects.deletedAt)))
    .where(eq(slateCollections.id, id));
  if (!row) throw errors.collectionNotFound();
  return toCollection(row);
}
