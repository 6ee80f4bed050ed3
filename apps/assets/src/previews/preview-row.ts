import { slateAssetPreviewFailures, slateAssetPreviews } from "@slate/schema/db";
import type { Queries } from "@slate/service";
import { and, eq } from "drizzle-orm";

export type PreviewRow = typeof slateAssetPreviews.$inferSelect;
export type PreviewFailure = { code: string; message: string };

/** The picture of a content at one size, or why there is none; null when nobody has tried yet. */
export async function findPreview(
  q: Queries,
  { projectId, sha256 }: { projectId: string; sha256: string },
  pixels: number,
): Promise<{ preview: PreviewRow } | { failure: PreviewFailure } | null> {
  const source = Buffer.from(sha256, "hex");
  const [preview] = await q
    .select()
    .from(slateAssetPreviews)
    .where(
      and(eq(slateAssetPreviews.projectId, projectId), eq(slateAssetPreviews.sourceSha256, source), eq(slateAssetPreviews.pixels, pixels)),
    );
  if (preview) return { preview };
  const [failure] = await q
    .select({ code: slateAssetPreviewFailures.code, message: slateAssetPreviewFailures.message })
    .from(slateAssetPreviewFailures)
    .where(and(eq(slateAssetPreviewFailures.projectId, projectId), eq(slateAssetPreviewFailures.sourceSha256, source)));
  return failure ? { failure } : null;
}
