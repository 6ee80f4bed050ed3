import { RegistryError } from "@slate/oci";
import type { Scope } from "@slate/service";
import { orUnavailable } from "../content/read-content.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { type Chunk, heldWhole, hold, listChunks, uploadsRepository } from "./hold-chunks.ts";
import type { UploadRow } from "./upload-row.ts";

/**
 * Makes one blob of an upload's chunks, held like them, by sending them through once more: a chunk's worth of memory at most. The registry gets
 * it only when its hash is what it has to be; else throws `upload.digest_mismatch`.
 */
export async function composeContent(deps: Deps, scope: Scope, upload: UploadRow, sha256: string): Promise<void> {
  const chunks = await listChunks(deps, scope, upload.id);
  const [only] = chunks;
  if (only && chunks.length === 1) {
    // One chunk is the whole, and its hash was taken when it came.
    if (only.sha256 !== sha256) throw errors.digestMismatch();
    return;
  }
  const repository = uploadsRepository(upload);
  const expected = { digest: `sha256:${sha256}`, size: upload.size };
  try {
    await orUnavailable(async () => {
      // Sent by an earlier completion that was cut off later on.
      if ((await deps.registry.blobs.size(repository, expected.digest)) === upload.size) return;
      await deps.registry.blobs.push(repository, readChunks(deps, repository, chunks), expected);
    });
  } catch (cause) {
    if (cause instanceof RegistryError && cause.code === "DIGEST_INVALID") throw errors.digestMismatch(undefined, { cause });
    throw cause;
  }
  await hold(deps, upload, heldWhole(upload, sha256));
}

/** The chunks one after another, each checked against its own hash. */
function readChunks({ registry }: Deps, repository: string, chunks: Chunk[]): ReadableStream<Uint8Array> {
  const waiting = chunks.values();
  const openNext = async () => {
    const { done, value } = waiting.next();
    if (done) return undefined;
    const { stream } = await registry.blobs.pull(repository, `sha256:${value.sha256}`, { size: value.size });
    return stream.getReader();
  };
  let reader: Awaited<ReturnType<typeof openNext>>;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          reader ??= await openNext();
          if (!reader) return controller.close();
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          reader = undefined;
        }
      },
      cancel: async (reason) => reader?.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
