import { RegistryError } from "@slate/oci";
import type { Upload } from "@slate/schema/api";
import { slateUploadChunks, slateUploads } from "@slate/schema/db";
import { type Actor, problems, readPrimary, transact } from "@slate/service";
import { and, eq, sql } from "drizzle-orm";
import type { Config } from "../config.ts";
import { orUnavailable } from "../content/read-content.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import type { ChunkHeaders } from "./chunk-headers.ts";
import { type Chunk, heldChunk, hold, letGo, uploadsRepository } from "./hold-chunks.ts";
import { findOpenUpload, findUpload, toUpload, type UploadRow } from "./upload-row.ts";

/**
 * Takes the next chunk of an upload, streamed to the registry and hashed on the way. It counts once all of it is there: whatever breaks off,
 * the upload is where it was. Throws `upload.offset` with the right place, `upload.chunk_too_large`, `upload.chunk_too_small`,
 * `upload.digest_mismatch`, and what `findOpenUpload` throws.
 */
export async function appendChunk(
  deps: Deps,
  actor: Actor,
  id: string,
  headers: ChunkHeaders,
  body: ReadableStream<Uint8Array>,
): Promise<Upload> {
  const upload = await readPrimary(deps, actor, (q) => findOpenUpload(q, actor, id));
  if (headers.offset !== upload.receivedBytes) throw wrongOffset(upload);
  checkLength(deps.config, upload, headers.length);
  const { digest, size } = await pushChunk(deps, upload, headers, body);
  checkLength(deps.config, upload, size);

  const chunk = { start: headers.offset, size, sha256: digest.slice("sha256:".length) };
  await hold(deps, upload, heldChunk(chunk));
  const row = await recordChunk(deps, actor, upload, chunk);
  if (row) return toUpload(deps.config, row);
  return refuseLate(deps, actor, upload, chunk);
}

/** Throws unless so many bytes may be the next chunk. */
function checkLength({ UPLOAD_CHUNK_BYTES, UPLOAD_CHUNK_MIN_BYTES }: Config, upload: UploadRow, length: number | null): void {
  if (length === null) return;
  const missing = upload.size - upload.receivedBytes;
  if (length > Math.min(missing, UPLOAD_CHUNK_BYTES))
    throw errors.chunkTooLarge(`At most ${Math.min(missing, UPLOAD_CHUNK_BYTES)} bytes may come next`);
  if (length < Math.min(missing, UPLOAD_CHUNK_MIN_BYTES))
    throw errors.chunkTooSmall(`At least ${Math.min(missing, UPLOAD_CHUNK_MIN_BYTES)} bytes must come next`);
}

async function pushChunk(deps: Deps, upload: UploadRow, { length, sha256 }: ChunkHeaders, body: ReadableStream<Uint8Array>) {
  const expected = { ...(length === null ? {} : { size: length }), ...(sha256 ? { digest: `sha256:${sha256}` } : {}) };
  const source = length === null ? atMost(body, deps.config.UPLOAD_CHUNK_BYTES) : body;
  try {
    return await orUnavailable(() => deps.registry.blobs.push(uploadsRepository(upload), source, expected));
  } catch (cause) {
    if (cause instanceof RegistryError && cause.code === "DIGEST_INVALID") throw errors.digestMismatch(undefined, { cause });
    if (cause instanceof RegistryError && cause.code === "SIZE_INVALID")
      throw problems.invalid("The chunk has another length than was announced", { cause });
    throw cause;
  }
}

/** For a chunk whose length nobody announced. */
function atMost(body: ReadableStream<Uint8Array>, limitBytes: number): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let size = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      size += value.byteLength;
      if (size > limitBytes) throw errors.chunkTooLarge(`A chunk may have at most ${limitBytes} bytes`);
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Moves the upload on, unless it is not any more where it was when the chunk began: then null. */
const recordChunk = (deps: Deps, actor: Actor, { id, workspaceId }: UploadRow, { start, size, sha256 }: Chunk): Promise<UploadRow | null> =>
  transact(deps, actor, async (tx) => {
    const [row] = await tx
      .update(slateUploads)
      .set({ receivedBytes: start + size, updatedAt: sql`now()` as never })
      .where(and(eq(slateUploads.id, id), eq(slateUploads.status, "open"), eq(slateUploads.receivedBytes, start)))
      .returning();
    if (!row) return null;
    await tx.insert(slateUploadChunks).values({ uploadId: id, workspaceId, start, size, sha256: Buffer.from(sha256, "hex") });
    return row;
  });

/** Another chunk was quicker, or the upload has ended. Ours is let go, unless it is the same as the one that counts. */
async function refuseLate(deps: Deps, actor: Actor, upload: UploadRow, chunk: Chunk): Promise<never> {
  const now = await readPrimary(deps, actor, async (q) => {
    const [same] = await q
      .select({ start: slateUploadChunks.start })
      .from(slateUploadChunks)
      .where(
        and(
          eq(slateUploadChunks.uploadId, upload.id),
          eq(slateUploadChunks.start, chunk.start),
          eq(slateUploadChunks.sha256, Buffer.from(chunk.sha256, "hex")),
        ),
      );
    return { same, upload: await findUpload(q, upload.id) };
  });
  if (!now.same) await letGo(deps, upload, heldChunk(chunk));
  throw now.upload.status === "open" ? wrongOffset(now.upload) : errors.uploadEnded(`The upload is ${now.upload.status}`);
}

const wrongOffset = ({ receivedBytes }: UploadRow) =>
  errors.uploadOffset(`The next chunk starts at ${receivedBytes}`, {
    details: { offset: receivedBytes },
    headers: { "Upload-Offset": String(receivedBytes) },
  });
