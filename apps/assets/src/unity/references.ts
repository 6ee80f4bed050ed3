import type { ReferenceKind } from "@slate/schema/api";
import { CLASS_ID } from "./class-ids.ts";
import type { UnityDocument } from "./parse-documents.ts";
import { childrenOf } from "./property-path.ts";
import { isGuid, isLocalId, referenceOf, type TreeNode } from "./tree.ts";

/**
 * An asset names another. `fromLocalId` is the object that holds it, null in a meta or a file without objects; `path` its property path, or
 * `line 12` in a file that has no properties. `toLocalId` is null where only a guid is written.
 */
export type Reference = { fromLocalId: string | null; path: string; toGuid: string; toLocalId: string | null; kind: ReferenceKind };

/** What the project knows of a guid: whether it is one of its own. */
export type IsKnownGuid = (guid: string) => boolean;

/** Guids of what is inside the editor: never missing. The null guid is of that shape too. */
export const isBuiltinGuid = (guid: string): boolean => guid.startsWith("0000000000000000");

const NULL_GUID = "0".repeat(32);
const PREFAB_FIELDS = new Set([
  "m_SourcePrefab",
  "m_ParentPrefab",
  "m_CorrespondingSourceObject",
  "m_PrefabParentObject",
  "targetCorrespondingSourceObject",
]);

/** Every reference that leaves the file of a document: strong ones by their shape, weak ones by guids that the project knows. */
export function referencesOfDocument(document: UnityDocument, isKnown: IsKnownGuid): Reference[] {
  if (!document.body) return [];
  return referencesBelow(document.body, "", document.localId, isKnown, document.classId);
}

/** The same below any node; `path` is the node's own. */
export function referencesBelow(node: TreeNode, path: string, fromLocalId: string | null, isKnown: IsKnownGuid, classId = 0): Reference[] {
  const found: Reference[] = [];
  collect(node, path);
  return found;

  function collect(at: TreeNode, atPath: string): void {
    if (at.kind === "scalar") {
      for (const toGuid of knownGuidsIn(at.text, isKnown)) found.push({ fromLocalId, path: atPath, toGuid, toLocalId: null, kind: "weak" });
      return;
    }
    const strong = strongReference(at);
    if (strong) {
      found.push({ fromLocalId, path: atPath, ...strong, kind: kindOf(strong.toGuid, atPath, classId) });
      return;
    }
    if (!mayHold(at)) return;
    for (const child of childrenOf(at, atPath)) collect(child.node, child.path);
  }
}

/** Most flow maps are vectors and local references: nothing in them is long enough for a guid. */
const mayHold = (node: TreeNode): boolean => node.end - node.start >= 32;

/** `{fileID, guid, type}` whole, as an importer or the editor writes it. */
function strongReference(node: TreeNode): { toGuid: string; toLocalId: string } | undefined {
  if (node.kind !== "map" || node.entries.length !== 3 || node.entries[0]?.key !== "fileID") return undefined;
  const reference = referenceOf(node);
  if (!reference?.guid || reference.type === null) return undefined;
  return { toGuid: reference.guid, toLocalId: reference.localId };
}

function kindOf(guid: string, path: string, classId: number): ReferenceKind {
  if (isBuiltinGuid(guid)) return "builtin";
  const field = path.slice(path.lastIndexOf(".") + 1);
  if (field === "m_Script") return "script";
  if (PREFAB_FIELDS.has(field)) return "prefab";
  return classId === CLASS_ID.prefabInstance && field !== "objectReference" ? "prefab" : "strong";
}

/** Guids of the project inside a text, each as often as it stands there. */
function knownGuidsIn(text: string, isKnown: IsKnownGuid): string[] {
  if (text.length < 32) return [];
  if (text.length === 32) return isGuid(text) && text !== NULL_GUID && isKnown(text) ? [text] : [];
  const found: string[] = [];
  for (const { guid } of guidTokens(text)) if (isKnown(guid)) found.push(guid);
  return found;
}

/** Every run of exactly 32 lower-case hex digits, in linear time. */
function* guidTokens(text: string): Generator<{ guid: string; at: number }> {
  for (const run of text.matchAll(/[0-9a-f]{32,}/g)) {
    const before = run.index === 0 ? "" : text[run.index - 1];
    if (run[0].length === 32 && !/[0-9a-zA-Z]/.test(before ?? "") && run[0] !== NULL_GUID) yield { guid: run[0], at: run.index };
  }
}

/** How far before or behind a guid its `fileID` may stand, in UXML, USS and JSON inside JSON. */
const NEIGHBOURHOOD = 80;

/** Weak references of a text that is not in Unity's dialect: assembly definitions, shader graphs, UXML, USS, JSON, XML, code. */
export function referencesInText(text: string, isKnown: IsKnownGuid): Reference[] {
  const found: Reference[] = [];
  let line = 1;
  let counted = 0;
  for (const { guid, at } of guidTokens(text)) {
    if (!isKnown(guid)) continue;
    for (let feed = text.indexOf("\n", counted); feed >= 0 && feed < at; feed = text.indexOf("\n", counted)) {
      line++;
      counted = feed + 1;
    }
    const before = text.slice(Math.max(0, at - NEIGHBOURHOOD), at);
    const toLocalId = /fileID[\\"=:\s]{1,8}(-?\d{1,19})[^0-9{}]{0,40}guid[\\"=:\s]{1,8}$/.exec(before)?.[1];
    found.push({ fromLocalId: null, path: `line ${line}`, toGuid: guid, toLocalId: isLocalId(toLocalId) ? toLocalId : null, kind: "weak" });
  }
  return found;
}

const EXTERNAL = /\{fileID:\s*(-?\d{1,19}),\s*guid:\s*([0-9a-f]{32}),\s*type:\s*\d+\s*\}/g;

/** Strong references of a text that cannot be read as documents, so that a broken file still keeps what it uses from looking unused. */
export function referencesInBrokenText(text: string, fromLocalId: string | null): Reference[] {
  const found: Reference[] = [];
  for (const [, toLocalId, toGuid = ""] of text.matchAll(EXTERNAL)) {
    if (isLocalId(toLocalId)) found.push({ fromLocalId, path: "", toGuid, toLocalId, kind: kindOf(toGuid, "", 0) });
  }
  return found;
}
