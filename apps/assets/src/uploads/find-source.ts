import { slateAssets, slateAssetVersions, slateFiles, slateProjects } from "@slate/schema/db";
import { type Actor, type Queries, read } from "@slate/service";
import { and, eq, isNull } from "drizzle-orm";
import { tagsOfWorkspace } from "../assets/tags.ts";
import { findContents, type PlacedContent } from "../content/read-content.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";

/** The file behind an asset, or behind one of its versions. */
export type Source = { assetId: string; path: string; assetType: string; mediaType: string; content: PlacedContent };

/** Throws `asset.not_found`, `asset.version_not_found`, and `asset.no_content` for what has no file of its own. */
export const findSource = (deps: Deps, actor: Actor, assetId: string, version?: number): Promise<Source> =>
  read(deps, actor, { tags: tagsOfWorkspace(actor.workspaceId) }, async (q) => {
    const asset = await findLive(q, assetId);
    const { path, type, sha256 } = version === undefined ? asset : await findVersion(q, assetId, version);
    if (!sha256) throw errors.noContent();
    const hash = Buffer.from(sha256).toString("hex");
    const content = (await findContents(q, asset.projectId, [hash])).get(hash);
    if (!content) throw errors.noContent("The content of this version is not kept any more");
    return { assetId, path, assetType: type, mediaType: asset.mediaType ?? "application/octet-stream", content };
  });

async function findLive(q: Queries, assetId: string) {
  const [row] = await q
    .select({
      projectId: slateAssets.projectId,
      path: slateAssets.path,
      type: slateAssets.type,
      sha256: slateAssets.sha256,
      mediaType: slateFiles.type,
    })
    .from(slateAssets)
    .innerJoin(slateProjects, and(eq(slateProjects.id, slateAssets.projectId), isNull(slateProjects.deletedAt)))
    .leftJoin(slateFiles, eq(slateFiles.id, slateAssets.fileId))
    .where(and(eq(slateAssets.id, assetId), isNull(slateAssets.deletedAt)));
  if (!row) throw errors.assetNotFound();
  return row;
}

async function findVersion(q: Queries, assetId: string, version: number) {
  const [row] = await q
    .select({ path: slateAssetVersions.path, type: slateAssetVersions.type, sha256: slateAssetVersions.sha256 })
    .from(slateAssetVersions)
    .where(and(eq(slateAssetVersions.assetId, assetId), eq(slateAssetVersions.version, version)));
  if (!row) throw errors.assetVersionNotFound();
  return row;
}
