import { type EditedProperties, type EditProperties, File } from "@slate/schema/api";
import { type Actor, checkVersion, etag, readPrimary } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { SpliceRefusal, splice } from "../scenes/splice.ts";
import { encodeText } from "../unity/text.ts";
import { findVersion, requireFileOf } from "./find-file.ts";
import { type LoadedScene, loadScene, pathOfNames } from "./load-scene.ts";

/**
 * Edits properties of an asset's objects and saves the file as one changeset, in the name of the actor. Throws 412 when the file has changed,
 * `asset.edit_refused` with the reason and the edit, and what saving throws.
 */
export async function editProperties(
  deps: Deps,
  actor: Actor,
  assetId: string,
  expected: number | "any",
  input: EditProperties,
): Promise<EditedProperties> {
  const file = await readPrimary(deps, actor, async (q) => findVersion(q, await requireFileOf(q, assetId)));
  checkVersion(expected, file.version);
  const loaded = await loadScene(deps, (question) => readPrimary(deps, actor, question), file);
  return saveText(deps, actor, { fileId: file.fileId, version: file.version }, editText(loaded, input), input.message);
}

function editText(loaded: LoadedScene, { edits }: EditProperties): string {
  if (!loaded.lossless)
    throw errors.editRefused("The file is no clean UTF-8: writing it back would change more", { details: { reason: "encoding" } });
  try {
    return splice(loaded.text, edits, loaded.sources, pathOfNames(loaded.names));
  } catch (error) {
    if (error instanceof SpliceRefusal) throw errors.editRefused(error.message, { details: { reason: error.code, edit: error.edit } });
    throw error;
  }
}

/** Saves a file's new text through projects, which knows locks, quotas and history. A text that is the same makes no changeset. */
export async function saveText(
  deps: Deps,
  actor: Actor,
  { fileId, version }: { fileId: string; version: number },
  text: string,
  message: string,
): Promise<EditedProperties> {
  const { body, headers } = await deps.callService(actor, {
    service: "projects",
    method: "PUT",
    path: `/internal/files/${fileId}/content?message=${encodeURIComponent(message)}`,
    body: encodeText(text) as Uint8Array<ArrayBuffer>,
    headers: { "If-Match": etag(version) },
    shape: File,
  });
  return { file: body, changesetId: headers.get("slate-changeset") };
}
