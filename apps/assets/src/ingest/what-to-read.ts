import { holdsObjects } from "@slate/schema/api";
import { mayNameGuids } from "../unity/detect.ts";
import type { FileState } from "./pair-files.ts";

/** Text of any kind is read up to this: so much of it is in the database. */
const ANY_TEXT_BYTES = 256 * 1024;

/**
 * How much of a file must be read to take it apart: `head` where the first bytes tell whether there is more to it. Pictures, sounds and models are what
 * their `.meta` says.
 */
export function howMuchToRead({ path, size, binary }: FileState, parseLimitBytes: number): "all" | "head" | "nothing" | "too-much" {
  const isUnity = holdsObjects(path);
  if (binary) return isUnity ? "head" : "nothing";
  if (!isUnity && !mayNameGuids(path)) return size <= ANY_TEXT_BYTES ? "all" : "nothing";
  return size <= parseLimitBytes ? "all" : "too-much";
}
