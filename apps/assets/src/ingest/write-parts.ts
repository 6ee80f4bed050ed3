import type { Tx } from "@slate/service";
import { sql } from "drizzle-orm";
import { findIds } from "./find-ids.ts";
import { listedIds, storableChunks } from "./json.ts";
import type { Wanted } from "./plan.ts";
import type { TakenApart } from "./take-apart.ts";

type Place = { workspaceId: string; projectId: string };
type Read = { id: string; parts: TakenApart };

/** What a name is cut to: the first is indexed, and an index takes no long ones. */
const TYPE_CHARACTERS = 300;
const NAME_CHARACTERS = 2000;

/** Writes the components, references and lookups of assets that were taken apart in place of those they had. */
export async function replaceParts(tx: Tx, place: Place, wanted: Wanted[]): Promise<void> {
  const read = wanted.flatMap(({ id, parts }) => (parts ? [{ id, parts }] : []));
  const old = wanted.flatMap(({ row, parts }) => (row && parts ? [row.id] : []));
  if (old.length > 0) {
    await tx.execute(sql`delete from slate_asset_components where asset_id in ${listedIds(old)}`);
    await tx.execute(sql`delete from slate_asset_references where from_asset_id in ${listedIds(old)}`);
    await tx.execute(sql`delete from slate_asset_lookups where asset_id in ${listedIds(old)}`);
  }
  await insertComponents(tx, place, read);
  await insertReferences(tx, place, read);
  await insertLookups(tx, place, read);
}

async function insertComponents(tx: Tx, { workspaceId, projectId }: Place, read: Read[]): Promise<void> {
  for (const chunk of storableChunks(components(read)))
    await tx.execute(sql`
      insert into slate_asset_components (asset_id, ordinal, workspace_id, project_id, file_id, class_id, component_type, component_name, script_guid,
        game_object_file_id, parent, stripped, editable, properties)
      select c."assetId", c.ordinal, ${workspaceId}, ${projectId}, c."localId", c."classId", c.type, c.name, c."scriptGuid", c."gameObject", c.parent,
        c.stripped, c.editable, c.properties
      from json_to_recordset(${chunk}::json) as c ("assetId" uuid, ordinal int, "localId" bigint, "classId" bigint, type text, name text,
        "scriptGuid" text, "gameObject" bigint, parent bigint, stripped boolean, editable boolean, properties jsonb)`);
}

function* components(read: Read[]) {
  for (const { id: assetId, parts } of read)
    for (const part of parts.components)
      yield { assetId, ...part, type: part.type.slice(0, TYPE_CHARACTERS), name: part.name.slice(0, NAME_CHARACTERS) };
}

async function insertReferences(tx: Tx, { workspaceId, projectId }: Place, read: Read[]): Promise<void> {
  const guids = new Set(read.flatMap(({ parts }) => parts.references.map(({ toGuid }) => toGuid)));
  if (guids.size === 0) return;
  const ids = await findIds(tx, projectId, guids);
  for (const chunk of storableChunks(references(read, ids)))
    await tx.execute(sql`
      insert into slate_asset_references (from_asset_id, ordinal, workspace_id, project_id, from_file_id, from_path, to_guid, to_file_id, to_asset_id, kind)
      select r."assetId", r.ordinal, ${workspaceId}, ${projectId}, r."fromLocalId", r.path, r."toGuid", r."toLocalId", r."toAssetId", r.kind
      from json_to_recordset(${chunk}::json) as r ("assetId" uuid, ordinal int, "fromLocalId" bigint, path text, "toGuid" text, "toLocalId" bigint,
        "toAssetId" uuid, kind text)`);
}

function* references(read: Read[], ids: Record<string, string>) {
  for (const { id: assetId, parts } of read)
    for (const [ordinal, reference] of parts.references.entries())
      yield { assetId, ordinal, ...reference, path: reference.path.slice(0, NAME_CHARACTERS), toAssetId: ids[reference.toGuid] ?? null };
}

async function insertLookups(tx: Tx, { workspaceId, projectId }: Place, read: Read[]): Promise<void> {
  for (const chunk of storableChunks(lookups(read)))
    await tx.execute(sql`
      insert into slate_asset_lookups (asset_id, guid, workspace_id, project_id, answer)
      select l."assetId", l.guid, ${workspaceId}, ${projectId}, l.answer
      from json_to_recordset(${chunk}::json) as l ("assetId" uuid, guid text, answer text)`);
}

function* lookups(read: Read[]) {
  for (const { id: assetId, parts } of read) for (const [guid, answer] of parts.lookups) yield { assetId, guid, answer };
}
