import { createHash } from "node:crypto";

/** The 32 hex guid of the asset at `path` (relative to the project). Stable: it depends on nothing but the path. */
export function guidOf(path: string): string {
  return createHash("md5").update(`skerry ${path}`).digest("hex");
}

/** 64 stable bits for a name, unsigned. */
export function hash64(name: string): bigint {
  return createHash("sha256").update(name).digest().readBigUInt64BE(0);
}

/** A generator of floats in [0, 1), the same sequence for the same seed (mulberry32). */
export function seededRandom(seed: string): () => number {
  let state = Number(hash64(seed) & 0xffffffffn);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
