import { ASSET_TYPES } from "@slate/schema/api";
import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";
import { type AssetColumns, buildGraph, type EdgeColumns, FLAGS, type Graph, KINDS } from "./compact-graph.ts";

type Row = {
  version: string;
  ids: Uint8Array | null;
  guids: Uint8Array;
  sizes: Uint8Array;
  tags: Uint8Array;
  paths: Uint8Array;
  edges: Uint8Array | null;
};

/** For sorting and joining a hundred thousand assets without the disk. */
const WORK_MEMORY = "64MB";
/** Assets in one row of the answer. */
const BUCKET = 8192;
const NO_BYTES = sql.raw("''::bytea");
const textArray = (values: readonly string[]) => sql.raw(`array[${values.map((value) => `'${value}'`).join(", ")}]`);

/**
 * Reads a whole project as the caller's role sees it. One statement, so that assets, references and the version they belong to are of one moment;
 * packed into bytes by the database, which knows places better than we would: a million references are 8 MiB instead of a million rows.
 */
export async function loadGraph(q: Queries, projectId: string, timeoutMs: number): Promise<Graph> {
  // The planner expects a project's share of the tables to be small, and would look up a million references one by one.
  await q.execute(sql`select set_config('statement_timeout', ${String(timeoutMs)}, true),
    set_config('work_mem', ${WORK_MEMORY}, true), set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`);
  const rows = await q.execute<Row>(sql`
    with assets as materialized (
      select id, guid, path, size, row_number() over (order by path collate "C", id)::int - 1 as place,
        coalesce(array_position(${textArray(ASSET_TYPES)}, type) - 1, ${sql.raw(String(ASSET_TYPES.indexOf("file")))}) << 8
        | case when meta_file_id is not null then ${sql.raw(String(FLAGS.hasMeta))} else 0 end
        | case when declared_guid is not null then ${sql.raw(String(FLAGS.duplicateGuid))} else 0 end
        | case when coalesce(metadata ->> 'assetBundle', '') <> '' then ${sql.raw(String(FLAGS.inBundle))} else 0 end
        | case when starts_with(path, case unity_project when '' then '' else unity_project || '/' end || 'Assets/') then ${sql.raw(String(FLAGS.inAssets))} else 0 end
        as tag
      from slate_assets where project_id = ${projectId} and deleted_at is null
    ), state as (
      select coalesce((select graph_version from slate_asset_states where project_id = ${projectId}), 0) as version
    ), packed as (
      select place / ${sql.raw(String(BUCKET))} as bucket, string_agg(uuid_send(id), ${NO_BYTES} order by place) as ids,
        string_agg(decode(guid, 'hex'), ${NO_BYTES} order by place) as guids, string_agg(int8send(size), ${NO_BYTES} order by place) as sizes,
        string_agg(int4send(tag), ${NO_BYTES} order by place) as tags,
        string_agg(convert_to(path, 'UTF8') || '\\x00'::bytea, ${NO_BYTES} order by place) as paths, null::bytea as edges
      from assets group by 1
    ), named as (
      select null::int as bucket, null::bytea as ids, null::bytea as guids, null::bytea as sizes, null::bytea as tags, null::bytea as paths,
        string_agg(int8send((who.place::bigint << 32) | (what.place << 3) | array_position(${textArray(KINDS)}, r.kind) - 1), ${NO_BYTES}) as edges
      from slate_asset_references r join assets who on who.id = r.from_asset_id join assets what on what.id = r.to_asset_id
      where r.project_id = ${projectId}
      group by who.place / ${sql.raw(String(BUCKET))}
    )
    select version, ids, guids, sizes, tags, paths, edges
    from state left join (select * from packed union all select * from named) parts on true order by bucket nulls last`);
  return buildGraph(
    Number(rows[0]?.version ?? 0),
    assetsOf(rows.filter((row) => row.ids !== null)),
    edgesOf(rows.flatMap((row) => row.edges ?? [])),
  );
}

function assetsOf(rows: Row[]): AssetColumns {
  const sizes = viewOf(join(rows.map((row) => row.sizes)));
  const tags = viewOf(join(rows.map((row) => row.tags)));
  return {
    ids: join(rows.map((row) => row.ids as Uint8Array)),
    guids: join(rows.map((row) => row.guids)),
    sizes: Float64Array.from({ length: sizes.byteLength / 8 }, (_, i) => Number(sizes.getBigInt64(i * 8))),
    tags: Uint32Array.from({ length: tags.byteLength / 4 }, (_, i) => tags.getUint32(i * 4)),
    paths: join(rows.map((row) => row.paths)),
  };
}

function edgesOf(parts: Uint8Array[]): EdgeColumns {
  const count = parts.reduce((sum, part) => sum + part.length, 0) / 8;
  const from = new Uint32Array(count);
  const to = new Uint32Array(count);
  let edge = 0;
  for (const part of parts) {
    const view = viewOf(part);
    for (let at = 0; at < part.length; at += 8, edge++) {
      from[edge] = view.getUint32(at);
      to[edge] = view.getUint32(at + 4);
    }
  }
  return { from, to };
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function join(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
