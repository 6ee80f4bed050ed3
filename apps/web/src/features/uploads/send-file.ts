import type { Upload } from "@slate/schema/api";
import { ApiError } from "@/lib/api-error.ts";
import { backoffMs } from "@/lib/backoff.ts";
import { createFileHash } from "./hash-file.ts";

/** What sending needs of the server; tests bring one of their own. */
export type UploadServer = {
  get: (id: string) => Promise<Upload>;
  append: (id: string, offset: number, chunk: Blob, signal: AbortSignal) => Promise<Upload>;
  complete: (id: string, sha256: string) => Promise<Upload>;
};

type SendFile = {
  server: UploadServer;
  upload: Upload;
  file: Blob;
  onProgress: (sentBytes: number) => void;
  signal: AbortSignal;
  /** Waits before trying again. */
  pause: (delayMs: number) => Promise<void>;
};

/** How often in a row a chunk is tried before the upload is given to the person to resume. */
const attempts = 6;

/**
 * Sends what the server does not have yet, chunk by chunk, and makes it a file. After a broken connection it asks how far the server is and
 * goes on from there. Throws what the server refused with, or what stopped the last attempt.
 */
export async function sendFile({ server, upload, file, onProgress, signal, pause }: SendFile): Promise<Upload> {
  const hash = createFileHash();
  let hashedBytes = 0;
  let { receivedBytes } = upload;
  let failures = 0;
  while (receivedBytes < file.size) {
    signal.throwIfAborted();
    // What was sent before a reload is read once more, for the hash of the whole.
    if (hashedBytes < receivedBytes) {
      await hash.feed(file.slice(hashedBytes, receivedBytes), signal);
      hashedBytes = receivedBytes;
    }
    onProgress(receivedBytes);
    try {
      const chunk = file.slice(receivedBytes, receivedBytes + upload.chunkBytes);
      ({ receivedBytes } = await server.append(upload.id, receivedBytes, chunk, signal));
      failures = 0;
    } catch (error) {
      if (signal.aborted || !mayPass(error) || ++failures >= attempts) throw error;
      await pause(backoffMs(failures - 1));
      const known = await server.get(upload.id).catch(() => null);
      if (known) ({ receivedBytes } = known);
    }
  }
  await hash.feed(file.slice(hashedBytes), signal);
  onProgress(file.size);
  return server.complete(upload.id, hash.digest());
}

/** Whether another attempt may go through: no answer, a server that was away, or another place to go on from. */
const mayPass = (error: unknown) =>
  error instanceof ApiError && (error.status === 0 || error.code === "upload.offset" || error.status === 429 || error.status >= 500);
