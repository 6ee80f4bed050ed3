import { artifactManifest, type Descriptor, repositoryFor } from "@slate/oci";
import { slateAssetPreviewFailures, slateAssetPreviews, slateAssets } from "@slate/schema/db";
import { EVENT_FILE_LIMIT } from "@slate/schema/events";
import { type Scope, type Tx, transact } from "@slate/service";
import { and, eq, isNull } from "drizzle-orm";
import { tagsToRenew } from "../assets/tags.ts";
import { orUnavailable, type PlacedContent } from "../content/read-content.ts";
import type { Deps } from "../deps.ts";
import type { PreviewFailure } from "./preview-row.ts";
import type { Picture } from "./render/protocol.ts";

export const PREVIEW_MEDIA_TYPE = "image/webp";
const ARTIFACT_TYPE = "application/vnd.slate.preview.v1";

export const previewsRepository = ({ workspaceId, projectId }: Pick<PlacedContent, "workspaceId" | "projectId">) =>
  repositoryFor({ workspaceId, projectId, kind: "previews" });

/**
 * Stores the pictures of a content as one artifact about it, `subject` being the content, writes their rows, and tells of it: whoever asked may not have
 * waited. Doing it twice is harmless: the same pictures make the same artifact.
 */
export async function keepPictures(deps: Deps, scope: Scope, source: PlacedContent, pictures: Picture[]): Promise<void> {
  const { workspaceId, projectId, sha256 } = source;
  const repository = previewsRepository(source);
  const blobs = await orUnavailable(() =>
    deps.registry.blobs.pushMany(
      repository,
      pictures.map(({ bytes }) => bytes),
    ),
  );
  const layers = blobs.map((blob, i): Descriptor => {
    const { pixels, width, height } = pictures[i] as Picture;
    const annotations = { "vnd.slate.preview.pixels": String(pixels), "vnd.slate.preview.size": `${width}x${height}` };
    return { mediaType: PREVIEW_MEDIA_TYPE, ...blob, annotations };
  });
  const subject = { mediaType: "application/octet-stream", digest: `sha256:${sha256}`, size: source.size };
  const manifest = artifactManifest({ artifactType: ARTIFACT_TYPE, layers, subject });
  const held = await orUnavailable(() => deps.registry.pushManifest(repository, manifest, sha256));

  await transact(deps, scope, async (tx) => {
    await tx
      .insert(slateAssetPreviews)
      .values(
        blobs.map(({ digest, size }, i) => {
          const { pixels, width, height } = pictures[i] as Picture;
          return {
            workspaceId,
            projectId,
            sourceSha256: Buffer.from(sha256, "hex"),
            pixels,
            width,
            height,
            mediaType: PREVIEW_MEDIA_TYPE,
            sha256: Buffer.from(digest.slice("sha256:".length), "hex"),
            size,
            manifestDigest: held.digest,
          };
        }),
      )
      .onConflictDoNothing();
    await announce(tx, source);
  });
}

/** Tells of all live assets with this content that they have a picture now. */
async function announce(tx: Tx, { workspaceId, projectId, sha256 }: PlacedContent): Promise<void> {
  const rows = await tx
    .select({ id: slateAssets.id })
    .from(slateAssets)
    .where(and(eq(slateAssets.projectId, projectId), eq(slateAssets.sha256, Buffer.from(sha256, "hex")), isNull(slateAssets.deletedAt)));
  if (rows.length === 0) return;
  const assetIds = rows.length <= EVENT_FILE_LIMIT ? rows.map(({ id }) => id) : null;
  tx.emit("asset.previewed", { assetIds, count: rows.length }, { projectId });
  tx.touch(...tagsToRenew(workspaceId, projectId));
}

/** Remembers that no picture can be made of a content. */
export const keepFailure = (deps: Deps, scope: Scope, source: PlacedContent, { code, message }: PreviewFailure) =>
  transact(deps, scope, (tx) =>
    tx
      .insert(slateAssetPreviewFailures)
      .values({
        workspaceId: source.workspaceId,
        projectId: source.projectId,
        sourceSha256: Buffer.from(source.sha256, "hex"),
        code,
        message: message.replaceAll("\0", ""),
      })
      .onConflictDoNothing(),
  );
