import { digestOf } from "./digest.ts";
import { RegistryError } from "./errors.ts";
import { checkDigest } from "./names.ts";
import { meterSource } from "./streams.ts";
import type { Transport } from "./transport.ts";
import { createUploads } from "./uploads.ts";

/** A blob's content: in memory, on disk (`Bun.file`) or on its way. */
export type Content = Uint8Array<ArrayBuffer> | Blob | ReadableStream<Uint8Array>;

/** A stored blob: `sha256:<hex>` and its size in bytes. */
export interface StoredBlob {
  digest: string;
  size: number;
}

export interface PushOptions {
  /** What the content has to be, when the caller knows: anything else is refused (`DIGEST_INVALID`, `SIZE_INVALID`). */
  digest?: string;
  size?: number;
  signal?: AbortSignal;
}

/** Smaller Blobs are read into memory: they go in two requests instead of three, and can be sent again. */
const IN_MEMORY_LIMIT_BYTES = 1024 * 1024;

export function createPush(transport: Transport) {
  const uploads = createUploads(transport);

  /**
   * Stores content, hashed on the way. Storing it twice is harmless, so content in memory is sent again after a dropped
   * connection; a stream cannot be. A blob that no manifest holds is taken by the next garbage collection.
   */
  return async function push(repo: string, content: Content, options: PushOptions = {}): Promise<StoredBlob> {
    if (options.digest !== undefined) checkDigest(options.digest);
    if (content instanceof Uint8Array) return pushBytes(repo, content, options);
    if (content instanceof ReadableStream) return pushStream(repo, content, options);
    if (content.size <= IN_MEMORY_LIMIT_BYTES) return pushBytes(repo, await content.bytes(), options);
    return pushStream(repo, content.stream(), { size: content.size, ...options });
  };

  async function pushBytes(repo: string, bytes: Uint8Array<ArrayBuffer>, options: PushOptions): Promise<StoredBlob> {
    const blob = { digest: digestOf(bytes), size: bytes.byteLength };
    checkExpected(blob, options);
    await transport.retry(async () => uploads.finish(await uploads.start(repo, options.signal), blob.digest, bytes, options.signal));
    return blob;
  }

  async function pushStream(repo: string, source: ReadableStream<Uint8Array>, options: PushOptions): Promise<StoredBlob> {
    const watch = transport.watch(options.signal);
    const metered = meterSource(source, watch, options.size);
    try {
      const begun = await transport.retry(() => uploads.start(repo, options.signal));
      const sent = await uploads.append(begun, metered.stream, options.signal, watch);
      const blob = metered.total();
      try {
        checkExpected(blob, options);
      } catch (mismatch) {
        await uploads.cancel(sent);
        throw mismatch;
      }
      await uploads.finish(sent, blob.digest, undefined, options.signal);
      return blob;
    } catch (error) {
      await metered.cancel(error);
      throw metered.failure() ?? error;
    }
  }
}

function checkExpected({ digest, size }: StoredBlob, expected: PushOptions) {
  if (expected.size !== undefined && expected.size !== size) {
    throw new RegistryError("SIZE_INVALID", `the content has ${size} bytes, not the ${expected.size} announced`);
  }
  if (expected.digest !== undefined && expected.digest !== digest) {
    throw new RegistryError("DIGEST_INVALID", `the content is ${digest}, not the ${expected.digest} announced`);
  }
}
