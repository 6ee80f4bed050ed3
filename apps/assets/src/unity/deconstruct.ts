import type { AssetMetadata, AssetType, Json } from "@slate/schema/api";
import { assetTypeOf, extensionOf, mainLocalIdOf } from "./asset-type.ts";
import { CLASS_ID, classNameOf, isTransform } from "./class-ids.ts";
import { DETECT_BYTES, detect, mayNameGuids, type Serialization } from "./detect.ts";
import { nameObjects, type ObjectNames } from "./object-names.ts";
import { parseFile, type UnityDocument } from "./parse-documents.ts";
import { type Meta, parseMeta } from "./parse-meta.ts";
import { prefabInstanceIdOf, propertiesOf, sourcePrefabOf } from "./properties.ts";
import { type Reference, referencesInBrokenText, referencesInText, referencesOfDocument } from "./references.ts";
import { baseName, resolveScript } from "./scripts.ts";
import { NAME_LIMIT_CHARS, PATH_LIMIT_CHARS, storable, storableJson } from "./storable.ts";
import { decodeText, LineCounter } from "./text.ts";
import { get, getIn, localIdOf, referenceOf, type TreeNode, textOf } from "./tree.ts";
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
  const main = mainDocument(content.documents, meta);
  const type = typeOf(file, meta, main, content.documents);
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
  documents: UnityDocument[];
  components: DeconstructedComponent[];
  references: Reference[];
  warnings: Warning[];
};

const NO_CONTENT: Content = { serialization: null, documents: [], components: [], references: [], warnings: [] };

function readContent(path: string, bytes: Uint8Array, context: ProjectContext): Content {
  const { serialization, unityVersion } = detect(bytes.subarray(0, DETECT_BYTES), bytes.length);
  const base = { ...NO_CONTENT, serialization, unityVersion: unityVersion ?? context.unityVersion };
  if (serialization === "yaml") return { ...base, ...readDocuments(path, bytes, context) };
  if (serialization === "binary" || !(serialization === "json" || mayNameGuids(path))) return base;
  return { ...base, references: referencesInText(decodeText(bytes).text, (guid) => context.pathOf(guid) !== undefined) };
}

function readDocuments(path: string, bytes: Uint8Array, context: ProjectContext): Partial<Content> {
  const { text, lossless } = decodeText(bytes);
  const { documents, warnings: found } = parseFile(text);
  const warnings = new Warnings(new LineCounter(text), found);
  if (!lossless) warnings.add("file.not_utf8", 0, "The file is not UTF-8; it can be read but not edited.");
  if (text.includes("\0"))
    warnings.add("file.nul_bytes", text.indexOf("\0"), "The file holds NUL bytes, as after a crash while it was saved.");
  if (documents.length === 0) warnings.add("yaml.no_documents", 0, "The file begins as Unity's, but holds no document.");
  if (isHierarchy(path)) warnOfDanglingIds(documents, warnings);
  const names = nameObjects(documents, context.pathOf);
  const isEditable = lossless && !context.isPackage;
  const isKnown = (guid: string) => context.pathOf(guid) !== undefined;
  return {
    documents,
    warnings: warnings.list,
    components: documents.map((document, ordinal) => componentOf(document, ordinal, names, text, isEditable, context)),
    references: documents.flatMap((document) =>
      document.body
        ? referencesOfDocument(document, isKnown)
        : referencesInBrokenText(text.slice(document.bodyStart, document.end), document.localId),
    ),
  };
}

const isHierarchy = (path: string): boolean => ["unity", "prefab"].includes(extensionOf(path));

/** In scenes and prefabs every local id leads to a document; one that does not is most likely a bad merge. */
function warnOfDanglingIds(documents: UnityDocument[], warnings: Warnings): void {
  // A document that could not be read is there all the same.
  const present = new Set(documents.map(({ localId }) => localId));
  for (const { body } of documents) {
    if (body) visit(body);
  }

  function visit(node: TreeNode): void {
    if (node.kind === "sequence") for (const item of node.items) visit(item);
    if (node.kind !== "map") return;
    const [first] = node.entries;
    if (first?.key === "fileID" && node.entries.length === 1) {
      const id = localIdOf(node);
      if (id && !present.has(id)) warnings.add("yaml.dangling_id", node.start, `No object of this file has the id ${id}.`);
    } else for (const { value } of node.entries) if (value.kind !== "scalar") visit(value);
  }
}

function componentOf(
  document: UnityDocument,
  ordinal: number,
  names: ObjectNames,
  text: string,
  isEditable: boolean,
  context: ProjectContext,
): DeconstructedComponent {
  const { classId, localId, stripped, body } = document;
  const script = classId === CLASS_ID.monoBehaviour ? referenceOf(get(body, "m_Script")) : undefined;
  const scriptClass = resolveScript(script, textOf(body, "m_EditorClassIdentifier") ?? "", context.pathOf);
  const gameObject = localIdOf(get(body, "m_GameObject"));
  const owner = ownerOf(document, gameObject);
  return {
    ordinal,
    localId,
    classId,
    type: storable(scriptClass ?? document.type ?? classNameOf(classId) ?? String(classId), NAME_LIMIT_CHARS),
    name: owner === null ? storable(textOf(body, "m_Name") ?? "", PATH_LIMIT_CHARS) : names.pathOf(owner),
    scriptGuid: script?.guid ?? null,
    gameObject,
    parent: owner === localId ? names.parentOf(localId) : owner,
    stripped,
    editable: isEditable && !stripped && body !== null,
    properties: propertiesOf(document, text),
  };
}

/** The object by whose place in the hierarchy a document is named, possibly itself; null when it has no place. */
function ownerOf({ classId, localId, stripped, body }: UnityDocument, gameObject: string | null): string | null {
  if (!body) return null;
  if (stripped) return prefabInstanceIdOf(body);
  return classId === CLASS_ID.gameObject || classId === CLASS_ID.prefabInstance ? localId : gameObject;
}

/** The document that stands for the file: the one its meta names, else the first. */
function mainDocument(documents: UnityDocument[], meta: Meta | null): UnityDocument | undefined {
  return documents.find(({ localId }) => localId === meta?.mainLocalId) ?? documents[0];
}

function typeOf(file: AssetFile, meta: Meta | null, main: UnityDocument | undefined, documents: UnityDocument[]): AssetType {
  if (file.isFolder || meta?.isFolder) return "folder";
  if (!file.bytes) return "orphan";
  const type = assetTypeOf(file.path, meta, main?.classId ?? null);
  return type === "prefab" && variantBase(documents) ? "prefab-variant" : type;
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

function contentMetadata({ serialization, unityVersion, documents }: Content): AssetMetadata {
  if (serialization === null) return {};
  const counts: Record<string, number> = {};
  for (const { classId, type } of documents) {
    const name = classNameOf(classId) ?? type ?? String(classId);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return {
    serialization,
    ...(unityVersion ? { unityVersion } : {}),
    ...(documents.length > 0 ? { documents: documents.length, countsByClass: counts } : {}),
  };
}

const MODEL_EXTENSIONS = ["fbx", "obj", "dae", "3ds", "dxf", "blend", "max", "ma", "mb", "gltf", "glb"];

function prefabMetadata({ documents, components }: Content, context: ProjectContext): AssetMetadata {
  const root =
    components.find(({ classId, parent, stripped }) => classId === CLASS_ID.gameObject && parent === null && !stripped) ??
    components.find(({ classId, parent }) => classId === CLASS_ID.prefabInstance && parent === null);
  const rootName = root ? { rootName: root.name } : {};
  const basePrefabGuid = variantBase(documents);
  if (!basePrefabGuid) return { ...rootName, prefabKind: "plain" };
  const path = context.pathOf(basePrefabGuid);
  const isModel = path !== undefined && MODEL_EXTENSIONS.includes(extensionOf(path));
  return { ...rootName, prefabKind: isModel ? "model" : "variant", basePrefabGuid };
}

/** Of a file with one main object: its name, and its script when it is a ScriptableObject. */
function mainMetadata({ components }: Content, main: UnityDocument | undefined): AssetMetadata {
  const rootName = textOf(main?.body, "m_Name");
  const row = components.find(({ localId }) => localId === main?.localId);
  const isScriptable = row?.classId === CLASS_ID.monoBehaviour && row.gameObject === null;
  return {
    ...(rootName ? { rootName } : {}),
    ...(isScriptable && row.scriptGuid ? { scriptGuid: row.scriptGuid } : {}),
    ...(isScriptable && row.type !== main?.type ? { scriptClass: row.type } : {}),
  };
}

/** The prefab that a file is a variant of: its only object at the root is an instance. */
function variantBase(documents: UnityDocument[]): string | undefined {
  const instances = documents.filter(({ classId }) => classId === CLASS_ID.prefabInstance);
  const roots = instances.filter(({ body }) => localIdOf(getIn(body, "m_Modification", "m_TransformParent")) === null);
  const hasOwnRoot = documents.some(
    ({ classId, body, stripped }) => isTransform(classId) && !stripped && localIdOf(get(body, "m_Father")) === null,
  );
  const [root] = roots;
  if (hasOwnRoot || roots.length !== 1 || !root?.body) return undefined;
  return referenceOf(sourcePrefabOf(root.body))?.guid ?? undefined;
}
