import { type Page, Reference } from "@slate/schema/api";
import { type Actor, decodeCursor, pageOf, type Queries, read } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { KNOWN_PACKAGE_SCRIPTS } from "../unity/known-scripts.ts";
import { requireAsset } from "./asset-row.ts";
import { tagsOfWorkspace } from "./tags.ts";

type Query = { limit: number; cursor?: string };
type Row = Reference & { fromAssetId: string; ordinal: number };

/** What an asset names, in the order of its file. Throws `asset.not_found`. */
export async function listReferences(deps: Deps, actor: Actor, id: string, query: Query): Promise<Page<Reference>> {
  const after = decodeCursor(z.int(), query.cursor);
  const where = sql`r.from_asset_id = ${id} ${after === undefined ? sql`` : sql`and r.ordinal > ${after}`}`;
  const rows = await read(deps, actor, { tags: tagsOfWorkspace(actor.workspaceId) }, async (q) => {
    await requireAsset(q, id);
    return findReferences(q, where, sql`r.ordinal`, query.limit + 1);
  });
  return pageOf(rows, query.limit, (row) => row.ordinal, toReference);
}

/** Where an asset is used: every place in other assets that names it. Throws `asset.not_found`. */
export async function listUses(deps: Deps, actor: Actor, id: string, query: Query): Promise<Page<Reference>> {
  const after = decodeCursor(z.tuple([z.uuid(), z.int()]), query.cursor);
  const where = sql`r.to_asset_id = ${id} and r.from_asset_id <> ${id}
    ${after === undefined ? sql`` : sql`and (r.from_asset_id, r.ordinal) > (${after[0]}::uuid, ${after[1]}::int)`}`;
  const rows = await read(deps, actor, { tags: tagsOfWorkspace(actor.workspaceId) }, async (q) => {
    await requireAsset(q, id);
    return findReferences(q, where, sql`r.from_asset_id, r.ordinal`, query.limit + 1);
  });
  return pageOf(rows, query.limit, (row) => [row.fromAssetId, row.ordinal], toReference);
}

const nameOf = (alias: SQL) => sql`'id', ${alias}.id, 'guid', ${alias}.guid, 'path', ${alias}.path, 'type', ${alias}.type`;

/** References of live assets as the API shows them, but for names that code knows. `where` and `order` speak of `r`. */
export const findReferences = (q: Queries, where: SQL, order: SQL, limit: number) =>
  q.execute<Row>(sql`
    select r.from_asset_id as "fromAssetId", r.ordinal, r.from_path as path, r.kind, r.resolved,
      json_build_object(${nameOf(sql`a`)}, 'localId', r.from_file_id::text, 'object', c.component_name, 'component', c.component_type) as "from",
      json_build_object('guid', r.to_guid, 'localId', r.to_file_id::text, 'name', g.path,
        'asset', case when t.id is not null then json_build_object(${nameOf(sql`t`)}) end) as "to"
    from slate_asset_references r
      join slate_assets a on a.id = r.from_asset_id
      left join slate_assets t on t.id = r.to_asset_id
      left join slate_asset_guids g on g.project_id = r.project_id and g.guid = r.to_guid
      left join lateral (select component_name, component_type from slate_asset_components c
        where c.asset_id = r.from_asset_id and c.file_id = r.from_file_id limit 1) c on true
    where ${where} order by ${order} limit ${limit}`);

/** A found row with the names that code knows: what packages call their scripts. */
export const toReference = ({ fromAssetId: _, ordinal: __, ...row }: Row): Reference =>
  Reference.parse({
    ...row,
    to: { ...row.to, name: row.to.asset ? null : (row.to.name ?? KNOWN_PACKAGE_SCRIPTS.get(row.to.guid) ?? null) },
  });
