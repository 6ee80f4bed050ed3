import { problems } from "@slate/service";

export type ChunkHeaders = {
  /** Where the chunk starts in the file. */
  offset: number;
  /** Bytes that are announced; null when nobody says. */
  length: number | null;
  /** What they must hash to, in hex, if the sender says. */
  sha256: string | null;
};

const COUNT = /^\d{1,15}$/;

/**
 * Reads where a chunk belongs: `Upload-Offset`, or `Content-Range: bytes 0-99/200`; and what it should be: `Content-Digest` (RFC 9530) or
 * `Digest` (RFC 3230) with sha-256. Throws `request.invalid`.
 */
export function readChunkHeaders(headers: Headers): ChunkHeaders {
  const announced = readCount(headers, "content-length");
  const range = readRange(headers.get("content-range"));
  const offset = readCount(headers, "upload-offset") ?? range?.start;
  if (offset === undefined) throw problems.invalid("Upload-Offset says where the chunk starts");
  if (range && range.start !== offset) throw problems.invalid("Upload-Offset and Content-Range do not agree");
  if (range && announced !== null && range.length !== announced) throw problems.invalid("Content-Range and Content-Length do not agree");
  return { offset, length: range?.length ?? announced, sha256: readDigest(headers.get("content-digest") ?? headers.get("digest")) };
}

function readCount(headers: Headers, name: string): number | null {
  const value = headers.get(name);
  if (value === null) return null;
  if (!COUNT.test(value)) throw problems.invalid(`${name} must be a number of bytes`);
  return Number(value);
}

function readRange(value: string | null): { start: number; length: number } | null {
  if (value === null) return null;
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(?:\d{1,15}|\*)$/.exec(value);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || end < start) throw problems.invalid("Content-Range must be like bytes 0-99/200");
  return { start, length: end - start + 1 };
}

/** Other algorithms are not ours to check; a sha-256 that cannot be one is a mistake. */
function readDigest(value: string | null): string | null {
  const given = /(?:^|[\s,])sha-256=([^,\s]*)/i.exec(value ?? "")?.[1];
  if (given === undefined) return null;
  const base64 = /^:?([A-Za-z0-9+/]{43}=):?$/.exec(given)?.[1];
  if (!base64) throw problems.invalid("The sha-256 digest must be 32 bytes in base64");
  return Buffer.from(base64, "base64").toString("hex");
}
