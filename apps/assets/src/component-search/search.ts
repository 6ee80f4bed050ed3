import type { ComponentHit, Page } from "@slate/schema/api";
import { slateAssetComponents, slateAssets } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, type Queries, readPrimary } from "@slate/service";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { toComponent } from "../assets/components.ts";
import { requireProject } from "../assets/project.ts";
import type { Deps } from "../deps.ts";
import { withinTime } from "./bounded.ts";
import { listComponentTypes } from "./component-types.ts";
import { parseQuery } from "./parse-query.ts";
import type { Term } from "./terms.ts";
import { toCondition } from "./to-sql.ts";

const Cursor = z.tuple([z.string(), z.uuid(), z.int()]);
type Query = { projectId: string; q: string; limit: number; cursor?: string };

const bytewise = sql`${slateAssets.path} collate "C"`;

/**
 * Components of a project's live assets that a search names, by path and then in the order of the file. Throws `request.invalid` for a search
 * that cannot be read, `project.not_found`, and `asset.search_too_broad` when it takes too long.
 */
export async function searchComponents(deps: Deps, actor: Actor, query: Query): Promise<Page<ComponentHit>> {
  const terms = parseQuery(query.q);
  const after = decodeCursor(Cursor, query.cursor);
  const rows = await withinTime(deps, (begin) =>
    // Not from the replica: others would be kept from it for as long as it found this one slow.
    readPrimary(deps, actor, async (q) => {
      await requireProject(q, query.projectId);
      await begin(q);
      return find(q, query, terms, after);
    }),
  );
  return pageOf(
    rows,
    query.limit,
    ({ asset, component }) => [asset.path, asset.id, component.ordinal],
    ({ asset, component }) => ({ asset, component: toComponent(component) }) as ComponentHit,
  );
}

async function find(q: Queries, { projectId, limit }: Query, terms: Term[], after: z.infer<typeof Cursor> | undefined) {
  const types = terms.some(({ test }) => test.on === "component") ? await listComponentTypes(q, projectId) : [];
  const { id, guid, path, type } = slateAssets;
  const { assetId, ordinal } = slateAssetComponents;
  return q
    .select({ asset: { id, guid, path, type }, component: slateAssetComponents })
    .from(slateAssetComponents)
    .innerJoin(slateAssets, and(eq(id, assetId), isNull(slateAssets.deletedAt)))
    .where(
      and(
        eq(slateAssetComponents.projectId, projectId),
        eq(slateAssets.projectId, projectId),
        toCondition(terms, { projectId, types }),
        after && sql`(${bytewise}, ${id}, ${ordinal}) > (${after[0]} collate "C", ${after[1]}::uuid, ${after[2]}::int)`,
      ),
    )
    .orderBy(bytewise, asc(id), asc(ordinal))
    .limit(limit + 1);
}
