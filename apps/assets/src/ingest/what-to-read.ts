import { extensionOf } from "../unity/asset-type.ts";
import { mayNameGuids } from "../unity/detect.ts";
import type { FileState } from "./pair-files.ts";

/** Extensions under which Unity writes objects, as text or binary. */
const UNITY_EXTENSIONS = new Set(
  (
    "unity prefab asset mat anim controller overrideController physicMaterial physicsMaterial2D physicsMaterial mask playable lighting renderTexture " +
    "terrainlayer spriteatlas spriteatlasv2 guiskin mixer preset fontsettings flare cubemap shadervariants signal giparams brush"
  )
    .toLowerCase()
    .split(" "),
);

/** Whether a file's name says that its objects may be read: its text is, even where NULs in it make it look binary. */
export const mayHoldObjects = (path: string): boolean => UNITY_EXTENSIONS.has(extensionOf(path));

/** Text of any kind is read up to this: so much of it is in the database. */
const ANY_TEXT_BYTES = 256 * 1024;

/**
 * How much of a file must be read to take it apart: `head` where the first bytes tell whether there is more to it. Pictures, sounds and models are what
 * their `.meta` says.
 */
export function howMuchToRead({ path, size, binary }: FileState, parseLimitBytes: number): "all" | "head" | "nothing" | "too-much" {
  const isUnity = mayHoldObjects(path);
  if (binary) return isUnity ? "head" : "nothing";
  if (!isUnity && !mayNameGuids(path)) return size <= ANY_TEXT_BYTES ? "all" : "nothing";
  return size <= parseLimitBytes ? "all" : "too-much";
}
