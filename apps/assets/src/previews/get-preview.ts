import { type Actor, readPrimary } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import type { Source } from "../uploads/find-source.ts";
import { makePreview } from "./make-preview.ts";
import { findPreview, type PreviewRow } from "./preview-row.ts";
import { previewKind } from "./previewable.ts";
import type { PreviewPixels } from "./render/protocol.ts";

/**
 * The picture of an asset's file at one size, made now if nobody has. Throws `preview.none` for kinds of files that are not drawn here,
 * `preview.failed` with the reason, and `preview.pending` when drawing takes longer than anybody should wait.
 */
export async function getPreview(deps: Deps, actor: Actor, { assetId, path, content }: Source, pixels: PreviewPixels): Promise<PreviewRow> {
  if (!previewKind(path)) throw errors.noPreview();
  const look = () => readPrimary(deps, actor, (q) => findPreview(q, content, pixels));
  let found = await look();
  if (!found) {
    const made = makePreview(deps, actor, { path, content }, true);
    const isMade = await Promise.race([made.then(() => true), Bun.sleep(deps.config.PREVIEW_WAIT_MS).then(() => false)]);
    if (!isMade) {
      made.catch((error) => deps.log.warn({ err: String(error), asset: assetId }, "a preview was not made"));
      throw errors.previewPending(undefined, { headers: { "Retry-After": "5" } });
    }
    found = await look();
  }
  if (found && "preview" in found) return found.preview;
  const failure = found?.failure ?? { code: "image.corrupt", message: "There is no picture of it" };
  throw errors.previewFailed(failure.message, { details: { code: failure.code } });
}
