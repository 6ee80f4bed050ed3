import { RegistryError } from "./errors.ts";

/** Bytes `start` to `end`, both included, as in an HTTP Range; to the last byte without `end`. */
export interface ByteRange {
  start: number;
  end?: number;
}

/**
 * Fits a range into a blob of `size` bytes. distribution 2.8 hangs on a range outside the blob, so that is refused here
 * (`RANGE_INVALID`, 416), as HTTP would.
 */
export function clampRange({ start, end = Number.POSITIVE_INFINITY }: ByteRange, size: number): Required<ByteRange> {
  if (!Number.isInteger(start) || start < 0 || start >= size || end < start) {
    throw new RegistryError("RANGE_INVALID", `bytes ${start}-${end} are not within ${size} bytes`, { status: 416 });
  }
  return { start, end: Math.min(end, size - 1) };
}
