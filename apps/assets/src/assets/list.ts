import type { Asset, ListAssets, Page } from "@slate/schema/api";
import { slateAssets } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, read } from "@slate/service";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { assetColumns, toAsset } from "./asset-row.ts";
import { matching } from "./filter.ts";
import { requireProject } from "./project.ts";
import { tagsOfProject } from "./tags.ts";

const Cursor = z.tuple([z.string(), z.uuid()]);

/** What a list is sorted by, and the type that its value has in a cursor. */
const SORTS = {
  path: { by: sql`slate_assets.path collate "C"`, type: sql`text` },
  name: { by: sql`lower(slate_assets.name) collate "C"`, type: sql`text` },
  type: { by: sql`slate_assets.type`, type: sql`text` },
  size: { by: sql`slate_assets.size`, type: sql`bigint` },
  updated: { by: sql`slate_assets.updated_at`, type: sql`timestamptz` },
};

/** One page of a project's live assets. */
export async function listAssets(deps: Deps, actor: Actor, query: ListAssets): Promise<Page<Asset>> {
  const { sort, order, limit, cursor, ...filter } = query;
  const after = decodeCursor(Cursor, cursor);
  const { by, type } = SORTS[sort];
  const direction = order === "asc" ? sql`asc` : sql`desc`;
  const matches = (await matching(deps, actor, filter))();
  const rows = await read(deps, actor, { tags: tagsOfProject(filter.projectId) }, async (q) => {
    await requireProject(q, filter.projectId);
    return q
      .select({ ...assetColumns, sortKey: sql<string>`(${by})::text` })
      .from(slateAssets)
      .where(
        after
          ? sql`${matches} and (${by}, slate_assets.id) ${order === "asc" ? sql`>` : sql`<`} (${after[0]}::${type}, ${after[1]}::uuid)`
          : matches,
      )
      .orderBy(sql`${by} ${direction}`, sql`slate_assets.id ${direction}`)
      .limit(limit + 1);
  });
  return pageOf(rows, limit, (row) => [row.sortKey, row.asset.id], toAsset);
}
