import { createHash } from "node:crypto";
import type { Json } from "@slate/schema/api";
import { CLASS_ID } from "./class-ids.ts";
import { HOUSEKEEPING } from "./housekeeping.ts";
import type { UnityDocument } from "./parse-documents.ts";
import { storable } from "./storable.ts";
import { get, itemsOf, localIdOf, type MapNode, referenceOf, type SequenceNode, type TreeNode, textOf } from "./tree.ts";

/** A text above this is a picture, a mesh or the like in hex: its size and hash stand for it. */
const TEXT_LIMIT_CHARS = 4096;
/** A list above this, as the file writes it, is heights, curves or vertices: its length and hash stand for it. */
const LIST_LIMIT_CHARS = 65_536;

/** Keys whose values are text or ids even when all their signs are digits. */
const TEXT_KEY = /(name|text|guid|hash|fileid|localid|internalid|path|tag|label|string|_typelessdata|buffer|^rid$|^id$)$/i;
const NUMBER = /^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,17})?(?:e[+-]?\d{1,3})?$/;

/** The fields of a document as JSON: no housekeeping, 64-bit ids and guids as text, blobs by size and hash. */
export function propertiesOf(document: UnityDocument, text: string): Json {
  const { body } = document;
  if (!body) return {};
  if (document.classId === CLASS_ID.prefabInstance) return instanceOf(body);
  if (document.stripped) return { source: referenceJson(sourceOf(body)), prefabInstance: prefabInstanceIdOf(body) };
  return mapToJson({ ...body, entries: body.entries.filter(({ key }) => !HOUSEKEEPING.has(key)) }, text);
}

/** The object of another prefab that this one stands for; a null reference for an object of its own. */
export const sourceOf = (body: MapNode): TreeNode | undefined =>
  get(body, "m_CorrespondingSourceObject") ?? get(body, "m_PrefabParentObject");

/** The document of the instance that brought an object into its file. */
export const prefabInstanceIdOf = (body: MapNode): string | null =>
  localIdOf(get(body, "m_PrefabInstance")) ?? localIdOf(get(body, "m_PrefabInternal"));

/** The prefab that an instance is one of. */
export const sourcePrefabOf = (body: MapNode): TreeNode | undefined => get(body, "m_SourcePrefab") ?? get(body, "m_ParentPrefab");

/**
 * A node as JSON; `key` is the name it stands under, which tells numbers from text of digits. `text` is the file's: without it, long lists
 * are kept.
 */
export function toJson(node: TreeNode, key: string, text = ""): Json {
  if (node.kind === "scalar") return scalarToJson(node.text, node.style === "plain" && !TEXT_KEY.test(key));
  if (node.kind === "map") return mapToJson(node, text);
  if (text !== "" && node.end - node.start > LIST_LIMIT_CHARS) return listSummary(node, text);
  return node.items.map((item) => toJson(item, key, text));
}

function scalarToJson(text: string, mayBeNumber: boolean): Json {
  if (mayBeNumber && NUMBER.test(text)) {
    const number = Number(text);
    if (Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))) return number;
  }
  return textToJson(text);
}

const textToJson = (text: string): Json =>
  text.length > TEXT_LIMIT_CHARS ? { bytes: Buffer.byteLength(text), sha256: sha256(text) } : storable(text);

/** Keys may repeat, which JSON objects cannot: then the entries become a list, of values when every key is `data`. */
function mapToJson(map: MapNode, text: string): Json {
  const isUnique = new Set(map.entries.map(({ key }) => key)).size === map.entries.length;
  if (isUnique) return Object.fromEntries(map.entries.map(({ key, value }) => [storable(key), toJson(value, key, text)]));
  if (map.entries.every(({ key }) => key === "data")) return map.entries.map(({ value }) => toJson(value, "data", text));
  return map.entries.map(({ key, value }) => ({ [storable(key)]: toJson(value, key, text) }));
}

const listSummary = (node: SequenceNode, text: string): Json => {
  const raw = text.slice(node.start, node.end);
  return { items: node.items.length, bytes: Buffer.byteLength(raw), sha256: sha256(raw) };
};

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

function referenceJson(node: TreeNode | undefined): Json {
  const reference = referenceOf(node);
  return reference ? { guid: reference.guid, localId: reference.localId } : null;
}

/** A prefab instance: what it is one of, and where it differs. */
function instanceOf(body: MapNode): Json {
  const modification = get(body, "m_Modification");
  const removed = (kind: string, list: string): Json[] =>
    itemsOf(get(modification, list)).map((item) => ({ kind, target: referenceJson(item) }));
  const added = (kind: string, list: string): Json[] =>
    itemsOf(get(modification, list)).map((item) => ({
      kind,
      target: referenceJson(get(item, "targetCorrespondingSourceObject")),
      localId: localIdOf(get(item, "addedObject")),
      insertIndex: Number(textOf(item, "insertIndex") ?? -1),
    }));
  return {
    source: referenceJson(sourcePrefabOf(body)),
    overrides: itemsOf(get(modification, "m_Modifications")).map(overrideOf),
    added: [...added("gameObject", "m_AddedGameObjects"), ...added("component", "m_AddedComponents")],
    removed: [...removed("component", "m_RemovedComponents"), ...removed("gameObject", "m_RemovedGameObjects")],
  };
}

function overrideOf(item: TreeNode): Json {
  const object = get(item, "objectReference");
  return {
    target: referenceJson(get(item, "target")),
    path: storable(textOf(item, "propertyPath") ?? ""),
    value: textToJson(textOf(item, "value") ?? ""),
    ...(localIdOf(object) ? { objectReference: referenceJson(object) } : {}),
  };
}
