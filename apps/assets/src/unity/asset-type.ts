import type { AssetType } from "@slate/schema/api";
import { classOfLocalId } from "./class-ids.ts";
import type { Meta } from "./parse-meta.ts";

/** Types of which the name is enough: importers choose by extension as well. */
const BY_EXTENSION: Partial<Record<AssetType, string>> = {
  scene: "unity",
  prefab: "prefab",
  model: "fbx obj dae 3ds dxf blend max ma mb c4d skp gltf glb stl ply usd usda usdc usdz vox",
  texture: "png jpg jpeg tga tif tiff psd psb bmp gif exr hdr iff pict svg webp dds ktx ktx2 astc cubemap",
  sprite: "spriteatlas spriteatlasv2",
  material: "mat",
  shader: "shader compute hlsl cginc glslinc raytrace shadergraph shadersubgraph shadervariants vfx",
  script: "cs js boo",
  assembly: "asmdef asmref rsp",
  plugin: "dll so dylib bundle a aar jar jslib jspre mm m framework",
  animation: "anim playable mask signal",
  "animator-controller": "controller overridecontroller",
  audio: "wav mp3 ogg aif aiff flac mod it s3m xm mixer",
  video: "mp4 mov webm avi m4v mpg mpeg ogv wmv asf",
  font: "ttf otf ttc dfont fontsettings",
  terrain: "terrainlayer brush",
  "render-texture": "rendertexture",
  "physics-material": "physicmaterial physicsmaterial physicsmaterial2d",
  lighting: "lighting giparams flare",
  "ui-document": "uxml uss tss guiskin",
  text: "txt json xml csv md html htm yaml yml bytes log rtf ini cfg toml inputactions",
  settings: "preset",
  package: "unitypackage",
};

/** `.asset` holds objects of any class: that of the main one decides. */
const BY_CLASS: Partial<Record<AssetType, number[]>> = {
  "scriptable-object": [114],
  material: [21],
  texture: [27, 28, 89, 117, 187, 188],
  mesh: [43],
  shader: [48, 200],
  text: [49],
  "physics-material": [62, 134],
  animation: [74, 319],
  "render-texture": [84],
  "animator-controller": [91, 221],
  font: [128],
  settings: [5, 11, 13, 19, 30, 47, 55, 78, 126, 129, 149, 159, 236, 310, 1045, 181963792],
  terrain: [156, 1953259897],
  lighting: [121, 258, 850595691, 1113, 1120],
  navigation: [238],
  sprite: [213, 687078895],
  audio: [83, 241],
};

const TYPE_OF_EXTENSION = new Map(
  Object.entries(BY_EXTENSION).flatMap(([type, extensions]) => extensions.split(" ").map((extension) => [extension, type as AssetType])),
);
const TYPE_OF_CLASS = new Map(
  Object.entries(BY_CLASS).flatMap(([type, classes]) => classes.map((classId) => [classId, type as AssetType] as const)),
);

/** What the editor bakes beside a scene is binary and has a hashed id in newer editors; its name is fixed. */
const BAKED: { name: RegExp; type: AssetType }[] = [
  { name: /(^|\/)LightingData\.asset$/, type: "lighting" },
  { name: /(^|\/)NavMesh[^/]*\.asset$/, type: "navigation" },
];

/** `TextureImporter.textureType` of a picture that is cut into sprites. */
const SPRITE_TEXTURE = 8;

/** Ids of the main objects that importers make, by extension where the type is not enough. */
const MAIN_IDS: Partial<Record<AssetType, string>> = {
  scene: "102900000",
  prefab: "100100000",
  "prefab-variant": "100100000",
  model: "100100000",
  texture: "2800000",
  sprite: "2800000",
  material: "2100000",
  shader: "4800000",
  script: "11500000",
  animation: "7400000",
  "animator-controller": "9100000",
  audio: "8300000",
  video: "32900000",
  font: "12800000",
  text: "4900000",
  "render-texture": "8400000",
};

/**
 * The type of an asset: by where it is, by its name, and for `.asset` by the class of its main object.
 *
 * @param path inside its Unity project
 * @param mainClassId class of the main document, null when the file has none that can be read
 */
export function assetTypeOf(path: string, meta: Meta | null, mainClassId: number | null): AssetType {
  if (/^(.*\/)?ProjectSettings\/[^/]+$/.test(path)) return "settings";
  if (/^(.*\/)?(package|manifest|packages-lock)\.json$/.test(path)) return "package";
  const type = TYPE_OF_EXTENSION.get(extensionOf(path));
  if (type === "texture" && meta?.settings.textureType === SPRITE_TEXTURE) return "sprite";
  if (type) return type;
  const classId = mainClassId ?? (meta?.mainLocalId ? classOfLocalId(meta.mainLocalId) : null);
  return (classId === null ? undefined : TYPE_OF_CLASS.get(classId)) ?? BAKED.find(({ name }) => name.test(path))?.type ?? "file";
}

/** The id by which other files name the asset as a whole; null when nobody can know. */
export function mainLocalIdOf(type: AssetType, meta: Meta | null, firstLocalId: string | null): string | null {
  return meta?.mainLocalId ?? MAIN_IDS[type] ?? firstLocalId;
}

/** `Hull.PREFAB` → `prefab`; "" when there is none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1).toLowerCase();
}
