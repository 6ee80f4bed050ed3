import { AssetVersion, type Page } from "@slate/schema/api";
import { type Actor, decodeCursor, pageOf, read } from "@slate/service";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { requireAsset } from "./asset-row.ts";
import { tagsOfWorkspace } from "./tags.ts";

type Row = { [K in keyof AssetVersion]: AssetVersion[K] } & { manifestDigest: string | null };

/** What an asset was, newest first, with who changed it and why. Throws `asset.not_found`. */
export async function listVersions(
  deps: Deps,
  actor: Actor,
  id: string,
  query: { limit: number; cursor?: string },
): Promise<Page<AssetVersion>> {
  const before = decodeCursor(z.int(), query.cursor);
  const rows = await read(deps, actor, { tags: tagsOfWorkspace(actor.workspaceId) }, async (q) => {
    await requireAsset(q, id);
    return q.execute<Row>(sql`
      select v.asset_id as "assetId", v.version, v.path, v.type, v.file_version as "fileVersion", v.meta_version as "metaVersion",
        encode(v.sha256, 'hex') as sha256, v.size::float8 as size, c.author, coalesce(c.message, '') as message, v.changeset_id as "changesetId",
        case when v.manifest_digest is not null and a.registry_path is not null then json_build_object(
          'repository', split_part(a.registry_path, '@', 1), 'tag', v.guid || '-v' || v.version, 'digest', v.manifest_digest) end as registry,
        coalesce(c.created_at, v.created_at) as "createdAt"
      from slate_asset_versions v join slate_assets a on a.id = v.asset_id left join slate_changesets c on c.id = v.changeset_id
      where v.asset_id = ${id} ${before === undefined ? sql`` : sql`and v.version < ${before}`}
      order by v.version desc limit ${query.limit + 1}`);
  });
  return pageOf(
    rows,
    query.limit,
    (row) => row.version,
    (row) => AssetVersion.parse({ ...row, createdAt: new Date(row.createdAt).toISOString() }),
  );
}
