import type { AssetMetadata, AssetType, Json } from "@slate/schema/api";
import { assetTypeOf, extensionOf, mainLocalIdOf } from "./asset-type.ts";
import { CLASS_ID, classNameOf, isTransform } from "./class-ids.ts";
import { DETECT_BYTES, detect, mayNameGuids, type Serialization } from "./detect.ts";
import { nameObjects, type ObjectNames } from "./object-names.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { parseDocument, splitDocuments, type UnityDocument, warnOfDuplicateIds } from "./parse-documents.ts";
import { type Meta, parseMeta } from "./parse-meta.ts";
import { propertiesOf } from "./properties.ts";
import { type Reference, referencesInBrokenText, referencesInText, referencesOfDocument } from "./references.ts";
import { baseName, resolveScript } from "./scripts.ts";
import { NAME_LIMIT_CHARS, PATH_LIMIT_CHARS, storable, storableJson } from "./storable.ts";
import { decodeText, LineCounter } from "./text.ts";
import { get, localIdOf, referenceOf, type TreeNode, textOf } from "./tree.ts";
import { WARNINGS_LIMIT, type Warning, Warnings } from "./warnings.ts";

/** An asset as files: its content and its `.meta`, null for what is not there. `path` is the asset's, without `.meta`. */
export type AssetFile = {
  path: string;
  bytes: Uint8Array | null;
  meta: Uint8Array | null;
  /** The project has files below this path: not every `.meta` of a folder says that it is one. */
  isFolder?: boolean;
};

/** What the project knows beside this file. */
export type ProjectContext = {
  /** Path of the project's live asset with this guid. Answers what is a script's class, a prefab's name, a known guid. */
  pathOf: (guid: string) => string | undefined;
  /** Of the editor, from `ProjectVersion.txt`. */
  unityVersion?: string;
  /** Objects of packages cannot be edited. */
  isPackage?: boolean;
};

/** One document of a file; see `slate_asset_components`. */
export type DeconstructedComponent = {
  ordinal: number;
  localId: string;
  classId: number;
  type: string;
  name: string;
  scriptGuid: string | null;
  gameObject: string | null;
  parent: string | null;
  stripped: boolean;
  editable: boolean;
  properties: Json;
};

export type Deconstruction = {
  asset: { guid: string | null; type: AssetType; mainLocalId: string | null; metadata: AssetMetadata };
  components: DeconstructedComponent[];
  references: Reference[];
  warnings: Warning[];
};

/** Takes an asset apart into rows. Never throws on content, whatever it is. */
export function deconstruct(file: AssetFile, context: ProjectContext): Deconstruction {
  const isKnown = (guid: string) => context.pathOf(guid) !== undefined;
  const meta = file.meta ? parseMeta(decodeText(file.meta).text, isKnown) : null;
  const content = file.bytes ? readContent(file.path, file.bytes, context) : NO_CONTENT;
  const main = mainOutline(content.outlines, meta);
  const type = typeOf(file, meta, main, content.outlines);
  const metadata = {
    ...metaMetadata(meta),
    ...contentMetadata(content),
    ...(type === "prefab" || type === "prefab-variant" ? prefabMetadata(content, context) : mainMetadata(content, main)),
    ...(type === "script" ? { scriptClass: baseName(file.path) } : {}),
  };
  const mainLocalId = mainLocalIdOf(type, meta, main?.localId ?? null);
  return {
    asset: { guid: meta?.guid ?? null, type, mainLocalId, metadata: storableJson(metadata as Json) as AssetMetadata },
    components: content.components,
    references: [...content.references, ...(meta?.references ?? [])].map((row) => ({ ...row, path: storable(row.path, PATH_LIMIT_CHARS) })),
    warnings: [...(meta?.warnings ?? []), ...content.warnings].slice(0, WARNINGS_LIMIT),
  };
}

type Content = {
  serialization: Serialization | null;
  unityVersion?: string;
  outlines: Outline[];
  components: DeconstructedComponent[];
  references: Reference[];
  warnings: Warning[];
};

const NO_CONTENT: Content = { serialization: null, outlines: [], components: [], references: [], warnings: [] };

function readContent(path: string, bytes: Uint8Array, context: ProjectContext): Content {
  const { serialization, unityVersion } = detect(bytes.subarray(0, DETECT_BYTES), bytes.length);
  const base = { ...NO_CONTENT, serialization, unityVersion: unityVersion ?? context.unityVersion };
  if (serialization === "yaml") return { ...base, ...readDocuments(path, bytes, context) };
  if (serialization === "binary" || !(serialization === "json" || mayNameGuids(path))) return base;
  return { ...base, references: referencesInText(decodeText(bytes).text, (guid) => context.pathOf(guid) !== undefined) };
}

/** One document after the other: the tree of a large scene is many times its size, so none is kept. */
function readDocuments(path: string, bytes: Uint8Array, context: ProjectContext): Partial<Content> {
  const { text, lossless } = decodeText(bytes);
  const warnings = new Warnings(new LineCounter(text));
  if (!lossless) warnings.add("file.not_utf8", 0, "The file is not UTF-8; it can be read but not edited.");
  if (text.includes("\0"))
    warnings.add("file.nul_bytes", text.indexOf("\0"), "The file holds NUL bytes, as after a crash while it was saved.");
  const headers = splitDocuments(text, warnings);
  if (headers.length === 0) warnings.add("yaml.no_documents", 0, "The file begins as Unity's, but holds no document.");
  const ids = warnOfDuplicateIds(headers, warnings);
  const isEditable = lossless && !context.isPackage;
  const isKnown = (guid: string) => context.pathOf(guid) !== undefined;
  const outlines: Outline[] = [];
  const rows: DeconstructedComponent[] = [];
  const references: Reference[] = [];
  for (const header of headers) {
    const document = parseDocument(text, header, warnings);
    outlines.push(outlineOf(document));
    rows.push(componentOf(document, rows.length, text, isEditable, context));
    const found = document.body
      ? referencesOfDocument(document, isKnown)
      : referencesInBrokenText(text.slice(header.bodyStart, header.end), header.localId);
    for (const reference of found) references.push(reference);
    if (document.body && isHierarchy(path)) warnOfDanglingIds(document.body, ids, warnings);
  }
  const names = nameObjects(outlines, context.pathOf);
  return { outlines, warnings: warnings.list, references, components: rows.map((row, index) => placed(row, outlines[index], names)) };
}

const isHierarchy = (path: string): boolean => ["unity", "prefab"].includes(extensionOf(path));

/** In scenes and prefabs every local id leads to a document; one that does not is most likely a bad merge. */
function warnOfDanglingIds(node: TreeNode, present: Set<string>, warnings: Warnings): void {
  if (node.kind === "sequence") for (const item of node.items) warnOfDanglingIds(item, present, warnings);
  if (node.kind !== "map") return;
  const [first] = node.entries;
  if (first?.key === "fileID" && node.entries.length === 1) {
    const id = localIdOf(node);
    if (id && !present.has(id)) warnings.add("yaml.dangling_id", node.start, `No object of this file has the id ${id}.`);
  } else for (const { value } of node.entries) if (value.kind !== "scalar") warnOfDanglingIds(value, present, warnings);
}

/** The row of one document; what depends on its place in the hierarchy comes with `placed`. */
function componentOf(
  document: UnityDocument,
  ordinal: number,
  text: string,
  isEditable: boolean,
  context: ProjectContext,
): DeconstructedComponent {
  const { classId, localId, stripped, body } = document;
  const script = classId === CLASS_ID.monoBehaviour ? referenceOf(get(body, "m_Script")) : undefined;
  const scriptClass = resolveScript(script, textOf(body, "m_EditorClassIdentifier") ?? "", context.pathOf);
  return {
    ordinal,
    localId,
    classId,
    type: storable(scriptClass ?? document.type ?? classNameOf(classId) ?? String(classId), NAME_LIMIT_CHARS),
    name: storable(textOf(body, "m_Name") ?? "", PATH_LIMIT_CHARS),
    scriptGuid: script?.guid ?? null,
    gameObject: localIdOf(get(body, "m_GameObject")),
    parent: null,
    stripped,
    editable: isEditable && !stripped && body !== null,
    properties: propertiesOf(document, text),
  };
}

function placed(row: DeconstructedComponent, outline: Outline | undefined, names: ObjectNames): DeconstructedComponent {
  const owner = outline ? ownerOf(outline) : null;
  if (owner === null) return row;
  return { ...row, name: names.pathOf(owner), parent: owner === row.localId ? names.parentOf(owner) : owner };
}

/** The object by whose place in the hierarchy a document is named, possibly itself; null when it has no place. */
function ownerOf({ classId, localId, type, stripped, gameObject, instance }: Outline): string | null {
  if (type === null) return null;
  if (stripped) return instance;
  return classId === CLASS_ID.gameObject || classId === CLASS_ID.prefabInstance ? localId : gameObject;
}

/** The document that stands for the file: the one its meta names, else the first. */
function mainOutline(outlines: Outline[], meta: Meta | null): Outline | undefined {
  return outlines.find(({ localId }) => localId === meta?.mainLocalId) ?? outlines[0];
}

function typeOf(file: AssetFile, meta: Meta | null, main: Outline | undefined, outlines: Outline[]): AssetType {
  if (file.isFolder || meta?.isFolder) return "folder";
  if (!file.bytes) return "orphan";
  const type = assetTypeOf(file.path, meta, main?.classId ?? null);
  return type === "prefab" && variantBase(outlines) ? "prefab-variant" : type;
}

function metaMetadata(meta: Meta | null): AssetMetadata {
  if (!meta) return {};
  return {
    ...(meta.importer ? { importer: meta.importer } : {}),
    ...(Object.keys(meta.settings).length > 0 ? { importerSettings: meta.settings } : {}),
    ...(meta.labels.length > 0 ? { unityLabels: meta.labels } : {}),
    ...(meta.assetBundle ? { assetBundle: meta.assetBundle } : {}),
    ...(meta.subAssets.length > 0 ? { subAssets: meta.subAssets } : {}),
    ...(meta.origin ? { origin: meta.origin } : {}),
  };
}

function contentMetadata({ serialization, unityVersion, outlines }: Content): AssetMetadata {
  if (serialization === null) return {};
  const counts: Record<string, number> = {};
  for (const { classId, type } of outlines) {
    const name = classNameOf(classId) ?? type ?? String(classId);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return {
    serialization,
    ...(unityVersion ? { unityVersion } : {}),
    ...(outlines.length > 0 ? { documents: outlines.length, countsByClass: counts } : {}),
  };
}

const MODEL_EXTENSIONS = ["fbx", "obj", "dae", "3ds", "dxf", "blend", "max", "ma", "mb", "gltf", "glb"];

function prefabMetadata({ outlines, components }: Content, context: ProjectContext): AssetMetadata {
  const root =
    components.find(({ classId, parent, stripped }) => classId === CLASS_ID.gameObject && parent === null && !stripped) ??
    components.find(({ classId, parent }) => classId === CLASS_ID.prefabInstance && parent === null);
  const rootName = root ? { rootName: root.name } : {};
  const basePrefabGuid = variantBase(outlines);
  if (!basePrefabGuid) return { ...rootName, prefabKind: "plain" };
  const path = context.pathOf(basePrefabGuid);
  const isModel = path !== undefined && MODEL_EXTENSIONS.includes(extensionOf(path));
  return { ...rootName, prefabKind: isModel ? "model" : "variant", basePrefabGuid };
}

/** Of a file with one main object: its name, and its script when it is a ScriptableObject. */
function mainMetadata({ components }: Content, main: Outline | undefined): AssetMetadata {
  const row = components.find(({ localId }) => localId === main?.localId);
  const isScriptable = row?.classId === CLASS_ID.monoBehaviour && row.gameObject === null;
  return {
    ...(main?.name ? { rootName: main.name } : {}),
    ...(isScriptable && row.scriptGuid ? { scriptGuid: row.scriptGuid } : {}),
    ...(isScriptable && row.type !== main?.type ? { scriptClass: row.type } : {}),
  };
}

/** The prefab that a file is a variant of: its only object at the root is an instance. */
function variantBase(outlines: Outline[]): string | undefined {
  const roots = outlines.filter(({ classId, above }) => classId === CLASS_ID.prefabInstance && above === null);
  const hasOwnRoot = outlines.some(({ classId, above, stripped }) => isTransform(classId) && !stripped && above === null);
  return hasOwnRoot || roots.length !== 1 ? undefined : (roots[0]?.source ?? undefined);
}
