/** Extensions under which Unity writes objects, as text or binary. */
const EXTENSIONS =
  "unity prefab asset mat anim controller overrideController physicMaterial physicsMaterial2D physicsMaterial mask playable lighting renderTexture " +
  "terrainlayer spriteatlas spriteatlasv2 guiskin mixer preset fontsettings flare cubemap shadervariants signal giparams brush";
const HOLDS_OBJECTS = new RegExp(`\\.(${EXTENSIONS.replaceAll(" ", "|")})$`, "i");

/** Whether a file is one of Unity's that hold objects, going by its name. */
export const holdsObjects = (path: string): boolean => HOLDS_OBJECTS.test(path);
