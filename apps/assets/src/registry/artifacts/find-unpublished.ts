import type { Author } from "@slate/schema/api";
import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";
import { PREVIEWABLE_EXTENSIONS } from "../../previews/previewable.ts";
import type { PreviewPixels } from "../../previews/render/protocol.ts";
import type { Layer, Provenance } from "./artifact.ts";

/** Content that a layer is made of: `text` where PostgreSQL has it, else a blob of the project's files. */
export type Source = Layer & { text: string | null };

export type Unpublished = Provenance & {
  assetId: string;
  content: Source | null;
  meta: Source | null;
  preview: Layer | null;
  /** No newer version of the asset was there when it was read. */
  isNewest: boolean;
};

export type ProjectPlace = { workspaceId: string; projectId: string };

/**
 * Projects that have something to publish: first those that need no more than one batch, then the others, whoever waits longest first.
 */
export async function findProjects(q: Queries, batch: number, limit: number): Promise<(ProjectPlace & { isLarge: boolean })[]> {
  return q.execute<ProjectPlace & { isLarge: boolean }>(sql`
    select workspace_id as "workspaceId", project_id as "projectId", count(*) > ${batch}::int as "isLarge"
    from slate_asset_versions where manifest_digest is null
    group by workspace_id, project_id order by "isLarge", min(created_at) limit ${limit}`);
}

type Row = {
  assetId: string;
  version: number;
  guid: string;
  path: string;
  type: string;
  changesetId: string | null;
  author: Author | null;
  createdAt: string;
  isNewest: boolean;
  sha256: string | null;
  size: number | null;
  text: string | null;
  metaSha256: string | null;
  metaSize: number | null;
  metaText: string | null;
  previewSha256: string | null;
  previewSize: number | null;
};

const PREVIEW_PIXELS: PreviewPixels = 256;
/** A version waits this long for its picture, or for word that there is none. */
const PREVIEW_PATIENCE_SECONDS = 60;

/** The oldest unpublished versions of a project, but for those in `except` (`<asset>/<version>`). */
export async function findUnpublished(q: Queries, projectId: string, except: string[], limit: number): Promise<Unpublished[]> {
  const rows = await q.execute<Row>(sql`
    select v.asset_id as "assetId", v.version, v.guid, v.path, v.type, v.changeset_id as "changesetId", ch.author,
      v.created_at::text as "createdAt", a.version = v.version and a.deleted_at is null as "isNewest",
      encode(v.sha256, 'hex') as sha256, c.size::float8 as size, c.text,
      encode(v.meta_sha256, 'hex') as "metaSha256", m.size::float8 as "metaSize", m.text as "metaText",
      encode(p.sha256, 'hex') as "previewSha256", p.size as "previewSize"
    from slate_asset_versions v
    join slate_assets a on a.id = v.asset_id
    left join slate_changesets ch on ch.id = v.changeset_id
    left join slate_contents c on c.project_id = v.project_id and c.sha256 = v.sha256
    left join slate_contents m on m.project_id = v.project_id and m.sha256 = v.meta_sha256
    left join slate_asset_previews p on p.project_id = v.project_id and p.source_sha256 = v.sha256 and p.pixels = ${PREVIEW_PIXELS}
    left join slate_asset_preview_failures f on f.project_id = v.project_id and f.source_sha256 = v.sha256
    where v.project_id = ${projectId} and v.manifest_digest is null
      and (p.sha256 is not null or f.source_sha256 is not null or v.sha256 is null
        or coalesce(lower(substring(v.path from '[.]([^./]+)$')), '') not in ${PREVIEWABLE_EXTENSIONS}
        or v.created_at < now() - make_interval(secs => ${PREVIEW_PATIENCE_SECONDS}))
      and not (v.asset_id || '/' || v.version = any (array(select json_array_elements_text(${JSON.stringify(except)}::json))))
    order by v.created_at, v.asset_id, v.version limit ${limit}`);
  return rows.map(({ sha256, size, text, metaSha256, metaSize, metaText, previewSha256, previewSize, createdAt, ...row }) => ({
    ...row,
    createdAt: new Date(createdAt),
    content: sourceOf(sha256, size, text),
    meta: sourceOf(metaSha256, metaSize, metaText),
    preview: previewSha256 === null ? null : { sha256: previewSha256, size: previewSize ?? 0 },
  }));
}

function sourceOf(sha256: string | null, size: number | null, text: string | null): Source | null {
  if (sha256 === null) return null;
  return { sha256, size: size ?? 0, text }; // content that is not there cannot be published: its version fails alone
}
