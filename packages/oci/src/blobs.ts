import { blobPath } from "./names.ts";
import { createPull } from "./pull-blob.ts";
import { type Content, createPush, type StoredBlob } from "./push-blob.ts";
import { repositoryAccess } from "./scope.ts";
import type { Transport } from "./transport.ts";
import { createUploads } from "./uploads.ts";

export interface PushManyOptions {
  /** Uploads under way at a time; 8 to 16 keep the registry busy, more gains nothing. */
  concurrency?: number;
  signal?: AbortSignal;
}

export function createBlobs(transport: Transport) {
  const uploads = createUploads(transport);
  const push = createPush(transport);
  const pull = createPull(transport, size);

  /** A blob's size in bytes, or null when the repository does not have it. */
  async function size(repo: string, digest: string): Promise<number | null> {
    const { status, headers } = await transport.retry(() =>
      transport.send({ method: "HEAD", path: blobPath(repo, digest), access: [repositoryAccess(repo, "pull")], expect: [200, 404] }),
    );
    return status === 404 ? null : Number(headers.get("content-length"));
  }

  async function has(repo: string, digest: string): Promise<boolean> {
    return (await size(repo, digest)) !== null;
  }

  /** Stores many blobs, several at a time, and answers in their order. After a failure no further one is begun. */
  async function pushMany(
    repo: string,
    contents: readonly Content[],
    { concurrency = 16, signal }: PushManyOptions = {},
  ): Promise<StoredBlob[]> {
    const stored: StoredBlob[] = [];
    const waiting = contents.entries();
    let failed = false;

    async function work() {
      for (const [index, content] of waiting) {
        if (failed) return;
        try {
          stored[index] = await push(repo, content, { signal });
        } catch (error) {
          failed = true;
          throw error;
        }
      }
    }

    const outcomes = await Promise.allSettled(Array.from({ length: concurrency }, work));
    const failure = outcomes.find((outcome) => outcome.status === "rejected");
    if (failure) throw failure.reason;
    return stored;
  }

  /** Takes a blob over from another repository without sending it. False when that one does not have it either. */
  async function mount(repo: string, digest: string, from: string): Promise<boolean> {
    const upload = await transport.retry(() => uploads.mount(repo, digest, from));
    if (upload) await uploads.cancel(upload);
    return upload === null;
  }

  /** Takes a blob over as `mount` does, or sends it where the registry will not mount. Throws BLOB_UNKNOWN when `from` does not have it. */
  async function adopt(repo: string, { digest, size }: StoredBlob, from: string): Promise<void> {
    if (await mount(repo, digest, from)) return;
    const { stream } = await pull(from, digest, { size });
    await push(repo, stream, { digest, size });
  }

  return { has, size, push, pushMany, pull, mount, adopt };
}
