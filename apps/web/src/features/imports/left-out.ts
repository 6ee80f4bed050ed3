import type { Import } from "@slate/schema/api";
import { countOf } from "@/lib/format.ts";
import type { SkippedFolder } from "./read-drop.ts";
import { text } from "./text.ts";

/**
 * What this browser did not send and what the server did not keep, in one line: `Left out: Library/ (1,204 files), Temp/`.
 * Null when nothing was.
 */
export function describeLeftOut(skipped: readonly SkippedFolder[], ignored: Import["ignored"]): string | null {
  const parts = [
    ...skipped.map(({ path, files }) => withCount(`${path.slice(path.lastIndexOf("/") + 1)}/`, files)),
    ...ignored.map(({ pattern, count }) => withCount(pattern, count)),
  ];
  return parts.length > 0 ? text.leftOut(parts) : null;
}

const withCount = (name: string, files: number | null) => (files === null ? name : `${name} (${countOf(files, "file")})`);
