import type { AssetMetadata, Json } from "@slate/schema/api";
import { CLASS_ID, classOfLocalId } from "./class-ids.ts";
import { parseMap } from "./parse-documents.ts";
import { toJson } from "./properties.ts";
import { type IsKnownGuid, type Reference, referencesBelow, referencesInBrokenText } from "./references.ts";
import { entriesOf, get, getIn, isGuid, isLocalId, itemsOf, type MapNode, type TreeNode, textOf } from "./tree.ts";
import type { Warning } from "./warnings.ts";

export type SubAsset = NonNullable<AssetMetadata["subAssets"]>[number];

/** What a `.meta` says about its asset. `guid` is null when it has none that can be read. */
export type Meta = {
  guid: string | null;
  isFolder: boolean;
  labels: string[];
  /** Where in the asset store it comes from. */
  origin: Record<string, string> | null;
  importer: string | null;
  settings: Record<string, Json>;
  assetBundle: string;
  /** Of an asset that is a file of its own, `mainObjectFileID`; null elsewhere. */
  mainLocalId: string | null;
  subAssets: SubAsset[];
  /** Material remaps, scripted importers, default references of scripts. */
  references: Reference[];
  warnings: Warning[];
};

/** Settings that are worth finding assets by, by importer. A path of keys is joined by dots. */
const SETTINGS: Record<string, string[]> = {
  TextureImporter: [
    "textureType",
    "textureShape",
    "spriteMode",
    "spritePixelsToUnits",
    "maxTextureSize",
    "mipmaps.sRGBTexture",
    "mipmaps.enableMipMap",
    "isReadable",
    "alphaIsTransparency",
    "platformSettings",
  ],
  ModelImporter: [
    "meshes.globalScale",
    "meshes.meshCompression",
    "meshes.isReadable",
    "meshes.useFileScale",
    "importAnimation",
    "animationType",
    "materials.importMaterials",
    "materials.materialImportMode",
  ],
  AudioImporter: ["defaultSettings", "forceToMono", "loadInBackground", "preloadAudioData", "3D", "ambisonic"],
  PluginImporter: ["platformData", "isPreloaded", "isExplicitlyReferenced", "validateReferences", "defineConstraints"],
  MonoImporter: ["executionOrder"],
  TrueTypeFontImporter: ["fontSize", "fontNames"],
  VideoClipImporter: ["defaultSettings", "importAudio"],
};

/** Settings of one platform that matter beside its name. */
const PLATFORM_SETTINGS = ["buildTarget", "maxTextureSize", "textureFormat", "textureCompression", "compressionQuality", "overridden"];

/** Reads a `.meta`. Never throws: what cannot be read is a warning, and the guid is still looked for. */
export function parseMeta(text: string, isKnown: IsKnownGuid = () => false): Meta {
  const { root, warnings } = parseMap(text);
  if (!root) return unreadableMeta(text, warnings);
  const guid = textOf(root, "guid")?.toLowerCase();
  if (!isGuid(guid)) warnings.push({ code: "meta.guid_missing", line: 1, message: "The .meta names no guid." });
  const [importer, body] = importerOf(root);
  return {
    guid: isGuid(guid) ? guid : null,
    isFolder: textOf(root, "folderAsset") === "yes",
    labels: itemsOf(get(root, "labels")).flatMap((label) => textOf(label) ?? []),
    origin: originOf(get(root, "AssetOrigin")),
    importer,
    settings: importer ? settingsOf(importer, body) : {},
    assetBundle: textOf(body, "assetBundleName") ?? "",
    mainLocalId: mainLocalIdOf(body),
    subAssets: subAssetsOf(body),
    references: body && importer ? referencesBelow(body, importer, null, isKnown) : [],
    warnings,
  };
}

/** A broken `.meta` (a merge, mostly) keeps its identity where it can, so that references to the asset hold. */
function unreadableMeta(text: string, warnings: Warning[]): Meta {
  const guids = new Set([...text.matchAll(/^guid: ([0-9a-f]{32})\s*$/gm)].map(([, guid]) => guid));
  const [guid] = guids;
  if (guids.size !== 1) warnings.push({ code: "meta.guid_missing", line: 1, message: "The .meta does not name one guid." });
  return {
    guid: guids.size === 1 ? (guid ?? null) : null,
    isFolder: /^folderAsset: yes\s*$/m.test(text),
    labels: [],
    origin: null,
    importer: null,
    settings: {},
    assetBundle: "",
    mainLocalId: null,
    subAssets: [],
    references: referencesInBrokenText(text, null),
    warnings,
  };
}

function importerOf(root: MapNode): [string | null, TreeNode | undefined] {
  const entry = root.entries.find(({ key, value }) => key.endsWith("Importer") && value.kind === "map");
  return [entry?.key ?? null, entry?.value];
}

function originOf(node: TreeNode | undefined): Record<string, string> | null {
  const entries = entriesOf(node).flatMap(({ key, value }) => (value.kind === "scalar" ? [[key, value.text] as const] : []));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function settingsOf(importer: string, body: TreeNode | undefined): Record<string, Json> {
  const settings: [string, Json][] = [];
  for (const path of SETTINGS[importer] ?? []) {
    const keys = path.split(".");
    const node = getIn(body, ...keys);
    const name = keys.at(-1) ?? path;
    if (node) settings.push([name, name === "platformSettings" ? itemsOf(node).map(platformOf) : toJson(node, name)]);
  }
  const script = getIn(body, "script");
  if (importer === "ScriptedImporter" && script) settings.push(["script", toJson(script, "script")]);
  return Object.fromEntries(settings);
}

const platformOf = (node: TreeNode): Json =>
  Object.fromEntries(entriesOf(node).flatMap(({ key, value }) => (PLATFORM_SETTINGS.includes(key) ? [[key, toJson(value, key)]] : [])));

function mainLocalIdOf(body: TreeNode | undefined): string | null {
  const id = textOf(body, "mainObjectFileID");
  return isLocalId(id) && id !== "0" ? id : null;
}

/** Names of what an importer makes beside the main object, from all the tables that editors have written over the years. */
function subAssetsOf(body: TreeNode | undefined): SubAsset[] {
  const found = new Map<string, SubAsset>();
  const add = (localId: string | undefined, classId: number, name: string | undefined) => {
    if (isLocalId(localId) && name !== undefined && !found.has(localId)) found.set(localId, { localId, classId, name });
  };
  for (const item of itemsOf(get(body, "internalIDToNameTable"))) {
    const pair = entriesOf(get(item, "first"))[0];
    add(textOf(pair?.value), Number(pair?.key) || 0, textOf(item, "second"));
  }
  for (const { key, value } of entriesOf(get(body, "fileIDToRecycleName"))) add(key, classOfLocalId(key) ?? 0, textOf(value));
  const sheet = get(body, "spriteSheet");
  for (const sprite of itemsOf(get(sheet, "sprites"))) add(textOf(sprite, "internalID"), CLASS_ID.sprite, textOf(sprite, "name"));
  for (const { key, value } of entriesOf(get(sheet, "nameFileIdTable"))) add(textOf(value), CLASS_ID.sprite, key);
  found.delete("0");
  return [...found.values()];
}
