import { statSync } from "node:fs";
import { join } from "node:path";

/** What distribution's collector says it would remove, or removed. */
export type Garbage = { blobs: string[]; manifests: number };

/** Reads the output of `garbage-collect`, a line for each blob. Throws when it does not end as it should. */
export function readGarbage(output: string): Garbage {
  const summary = /^\d+ blobs marked, (\d+) blobs and (\d+) manifests eligible for deletion$/m.exec(output);
  if (!summary) throw new Error(`the collector did not say what it found:\n${output.slice(-2000)}`);
  const blobs = [...output.matchAll(/^blob eligible for deletion: (sha256:[0-9a-f]{64})$/gm)].map(([, digest]) => digest as string);
  return { blobs, manifests: Number(summary[2]) };
}

/** Bytes that these blobs take on this machine's disk; null where the store is elsewhere. */
export function sizeOnDisk(storeFolder: string | null, blobs: string[]): number | null {
  if (storeFolder === null) return null;
  const sizeOf = (digest: string) => {
    const hex = digest.slice("sha256:".length);
    const file = join(storeFolder, "docker/registry/v2/blobs/sha256", hex.slice(0, 2), hex, "data");
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  };
  return blobs.reduce((sum, digest) => sum + sizeOf(digest), 0);
}
