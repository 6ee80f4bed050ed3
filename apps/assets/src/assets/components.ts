import type { Component, Page } from "@slate/schema/api";
import { slateAssetComponents } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, read } from "@slate/service";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { requireAsset } from "./asset-row.ts";
import { tagsOfWorkspace } from "./tags.ts";

type Query = { type?: string; q?: string; limit: number; cursor?: string };

/** The objects of an asset's file, in the order of the file. Throws `asset.not_found`. */
export async function listComponents(deps: Deps, actor: Actor, id: string, query: Query): Promise<Page<Component>> {
  const after = decodeCursor(z.int(), query.cursor);
  const pattern = query.q && `%${query.q.replace(/[\\%_]/g, "\\$&")}%`;
  const { assetId, ordinal, componentName, componentType } = slateAssetComponents;
  const rows = await read(deps, actor, { tags: tagsOfWorkspace(actor.workspaceId) }, async (q) => {
    await requireAsset(q, id);
    return q
      .select()
      .from(slateAssetComponents)
      .where(
        and(
          eq(assetId, id),
          query.type === undefined ? undefined : eq(componentType, query.type),
          pattern ? sql`(${componentName} ilike ${pattern} or ${componentType} ilike ${pattern})` : undefined,
          after === undefined ? undefined : gt(ordinal, after),
        ),
      )
      .orderBy(asc(ordinal))
      .limit(query.limit + 1);
  });
  return pageOf(rows, query.limit, (row) => row.ordinal, toComponent);
}

/** A row as the API shows it. Not parsed once more: the properties are any JSON, and there may be much of it. */
export const toComponent = (row: typeof slateAssetComponents.$inferSelect): Component => ({
  ordinal: row.ordinal,
  localId: row.fileId.toString(),
  classId: row.classId,
  type: row.componentType,
  name: row.componentName,
  scriptGuid: row.scriptGuid,
  gameObject: row.gameObjectId?.toString() ?? null,
  parent: row.parent?.toString() ?? null,
  stripped: row.stripped,
  editable: row.editable,
  properties: row.properties,
});
