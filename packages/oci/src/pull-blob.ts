import { RegistryError } from "./errors.ts";
import { blobPath } from "./names.ts";
import { type ByteRange, clampRange } from "./range.ts";
import { repositoryAccess } from "./scope.ts";
import { verifyContent } from "./streams.ts";
import type { Call, Transport } from "./transport.ts";

export interface PullOptions {
  range?: ByteRange;
  /** The blob's size in bytes, when known: spares a ranged read one request. */
  size?: number;
  signal?: AbortSignal;
}

export interface PulledBlob {
  /**
   * The bytes asked for. A whole blob is hashed on the way, and a wrong one fails (`DIGEST_INVALID`) before its last chunk;
   * a part can only be checked for its length.
   */
  stream: ReadableStream<Uint8Array>;
  /** Bytes of the whole blob. */
  size: number;
  /** The first byte of this read, and how many bytes it is. */
  start: number;
  length: number;
}

export function createPull(transport: Transport, findSize: (repo: string, digest: string) => Promise<number | null>) {
  /** Reads a blob or, with `range`, a part of it, which is cut to what the blob has. `BLOB_UNKNOWN` when it is not there. */
  return async function pull(repo: string, digest: string, { range, size, signal }: PullOptions = {}): Promise<PulledBlob> {
    const call: Call = { method: "GET", path: blobPath(repo, digest), access: [repositoryAccess(repo, "pull")], expect: [200], signal };
    if (!range) return pullWhole(call, digest);

    const knownSize = size ?? (await findSize(repo, digest));
    if (knownSize === null) throw new RegistryError("BLOB_UNKNOWN", `${repo} has no ${digest}`, { status: 404 });
    const { start, end } = clampRange(range, knownSize);
    const length = end - start + 1;
    if (length === knownSize) return pullWhole(call, digest);
    const part = await read({ ...call, expect: [206], headers: { range: `bytes=${start}-${end}` } }, () => ({ length }));
    return { stream: part.stream, size: knownSize, start, length };
  };

  async function pullWhole(call: Call, digest: string): Promise<PulledBlob> {
    const { stream, length } = await read(call, (headers) => ({ length: Number(headers.get("content-length")), digest }));
    return { stream, size: length, start: 0, length };
  }

  async function read(call: Call, expect: (headers: Headers) => { length: number; digest?: string }) {
    const { response, watch } = await transport.retry(() => transport.open(call));
    const expected = expect(response.headers);
    const body = response.body ?? new Blob().stream();
    const explain = (error: unknown) => transport.explain(error, call, watch);
    return { stream: verifyContent(body, expected, watch, explain), length: expected.length };
  }
}
