import type { Actor } from "@slate/service";
import { TextReader, ZipWriter } from "@zip.js/zip.js";
import { filesRepository, orUnavailable } from "../content/store.ts";
import type { Deps } from "../deps.ts";
import { createStillAllowed } from "../still-allowed.ts";
import { loadPageTexts, treeAt } from "./tree-at.ts";

/** Already compressed formats gain nothing from deflate. */
const PACKED = /\.(?:png|jpe?g|gif|webp|mp[34]|ogg|zip|gz|unitypackage)$/i;

/**
 * A project's files as they were right after a changeset, as a zip that is written while it is read: nothing is kept whole in memory or on
 * disk. A failure midway breaks the stream, so a damaged download never looks complete; so does losing the right to read.
 */
export function zipAt(deps: Deps, actor: Actor, projectId: string, changesetId: string): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  void write(deps, actor, projectId, changesetId, writable).catch((error) => writable.abort(error).catch(() => {}));
  return readable;
}

async function write(
  deps: Deps,
  actor: Actor,
  projectId: string,
  changesetId: string,
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  const zip = new ZipWriter(writable, { useWebWorkers: false, keepOrder: true });
  const repository = filesRepository({ workspaceId: actor.workspaceId, projectId });
  const stillAllowed = createStillAllowed(deps, actor, "file.read");
  for await (const files of treeAt(deps, actor, projectId, changesetId)) {
    const texts = await loadPageTexts(deps, actor, projectId, files);
    for (const file of files) {
      await stillAllowed();
      const text = texts.get(file.sha256);
      const options = { lastModDate: file.at, level: PACKED.test(file.path) ? 0 : 6 };
      if (text !== undefined) {
        await zip.add(file.path, new TextReader(text), options);
        continue;
      }
      const { stream } = await orUnavailable(deps.registry.blobs.pull(repository, `sha256:${file.sha256}`, { size: file.size }));
      await zip.add(file.path, stream, options);
    }
  }
  await zip.close();
}
