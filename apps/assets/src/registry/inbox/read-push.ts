import type { Manifest } from "@slate/oci";
import { FilePath, pathKey } from "@slate/schema/api";
import { PREVIEW_LAYER_TYPE, TITLE } from "../artifacts/artifact.ts";

/** One changeset holds no more. */
export const FILES_LIMIT = 1000;
const UNPACK = "io.deis.oras.content.unpack";

export type PushedFile = { path: string; sha256: string; size: number };
export type ReadPush = { files: PushedFile[] } | { refused: string };

/**
 * The files that a pushed manifest is about: each layer is one, named by its title annotation. That is what SLATE's own artifacts look like, and
 * what `oras push` makes; the layers of a container image have no names.
 */
export function readPush({ layers }: Pick<Manifest, "layers">, limits: { fileBytes: number; projectBytes: number }): ReadPush {
  if (layers.length === 0) return { refused: "it has no layers" };
  if (layers.length > FILES_LIMIT) return { refused: `it has more than ${FILES_LIMIT} layers` };
  const files = new Map<string, PushedFile>();
  let bytes = 0;
  for (const { digest, size, annotations, mediaType } of layers) {
    const title = annotations?.[TITLE];
    if (title === undefined && mediaType === PREVIEW_LAYER_TYPE) continue; // of an artifact of ours that was changed and sent back
    if (title === undefined)
      return { refused: `the layer ${digest} has no ${TITLE}: only files are taken, named by their paths in the project` };
    if (annotations?.[UNPACK] === "true") return { refused: `${shown(title)} is a packed folder: push its files one by one` };
    const path = FilePath.safeParse(title);
    if (!path.success) return { refused: `${shown(title)}: ${path.error.issues[0]?.message ?? "is no path"}` };
    const key = pathKey(path.data);
    if (files.has(key)) return { refused: `${shown(title)} is there twice` };
    if (size > limits.fileBytes) return { refused: `${shown(title)} has more than the ${limits.fileBytes} bytes that a file may have` };
    bytes += size;
    if (bytes > limits.projectBytes) return { refused: `it has more than the ${limits.projectBytes} bytes that a project may have` };
    files.set(key, { path: path.data, sha256: digest.slice("sha256:".length), size });
  }
  if (files.size === 0) return { refused: "it has no files" };
  return { files: [...files.values()] };
}

const shown = (title: string) => JSON.stringify(title.slice(0, 200));
