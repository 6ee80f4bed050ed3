import { findByPath } from "../unity/property-path.ts";
import { type MapNode, type ObjectReference, referenceOf, type SequenceNode, type TreeNode } from "../unity/tree.ts";
import type { Modification } from "./instances.ts";
import type { SceneObject } from "./resolve.ts";

/** An array may say that it has any size; elements beyond this are not made up. */
const ARRAY_LIMIT = 10_000;

/**
 * The fields of an object as its scene has them: those of the prefab with the overrides of every instance around it, innermost first, so
 * that the outermost wins, and in each the last of the list. Ids of the same file are those of this scene. Offsets mean nothing in what an
 * instance brought. Null for a document that could not be read.
 */
export function evaluate(object: SceneObject): MapNode | null {
  const { from, document } = object;
  if (!from) return document?.body ?? null;
  const base = evaluateBase(object);
  if (!base) return null;
  for (const modification of modificationsOn(object)) applyModification(base, modification);
  return base;
}

/** The same without the overrides of this file: what the prefab says. Null for an object of this file. */
export function evaluateBase({ from }: SceneObject): MapNode | null {
  if (!from) return null;
  const inner = evaluate(from.source);
  return inner && (copy(inner, from.instance.idOf) as MapNode);
}

/** The overrides that this file puts on an object, in order. */
export const modificationsOn = ({ from }: SceneObject): Modification[] => from?.instance.modifications.get(from.source.localId) ?? [];

/** A copy whose references within the file are to what the objects are called further out. */
function copy(node: TreeNode, idOf: (sourceId: string) => string): TreeNode {
  if (node.kind === "scalar") return { ...node };
  if (node.kind === "sequence") return { ...node, items: node.items.map((item) => copy(item, idOf)) };
  const reference = referenceOf(node);
  if (reference && reference.guid === null && reference.localId !== "0")
    return referenceNode({ ...reference, localId: idOf(reference.localId) });
  return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: copy(entry.value, idOf) })) };
}

function applyModification(root: MapNode, { path, value, reference }: Modification): void {
  const size = /^(.*)\.Array\.size$/.exec(path);
  if (size) {
    resize(root, size[1] ?? "", Number(value));
    return;
  }
  const there = findByPath(root, path);
  const next = reference || (there && referenceOf(there)) ? referenceNode(reference ?? NOTHING) : scalarNode(value);
  if (there) Object.assign(there, next);
  else setAt(root, path, next);
}

function resize(root: MapNode, path: string, size: number): void {
  if (!Number.isInteger(size) || size < 0) return;
  const there = findByPath(root, path);
  const items = there?.kind === "sequence" ? there.items.slice(0, size) : [];
  const last = items.at(-1) ?? scalarNode("");
  while (items.length < Math.min(size, ARRAY_LIMIT)) items.push(copy(last, (id) => id));
  const sequence = sequenceNode(items);
  if (there) Object.assign(there, sequence);
  else setAt(root, path, sequence);
}

/** Makes what is missing on the way: the prefab may be from before the script had this field, or a model. */
function setAt(root: MapNode, path: string, value: TreeNode): void {
  const dot = path.lastIndexOf(".");
  const key = path.slice(dot + 1);
  const parentPath = dot < 0 ? "" : path.slice(0, dot);
  if (/^data\[\d+\]$/.test(key)) return;
  let parent = parentPath === "" ? root : findByPath(root, parentPath);
  if (!parent) {
    parent = mapNode();
    setAt(root, parentPath, parent);
  }
  if (parent.kind === "map") parent.entries.push({ key, keyStart: 0, keyEnd: 0, value });
}

const NOTHING: ObjectReference = { localId: "0", guid: null, type: null };
const scalarNode = (text: string): TreeNode => ({ kind: "scalar", start: 0, end: 0, flow: false, style: "plain", text });
const sequenceNode = (items: TreeNode[]): SequenceNode => ({ kind: "sequence", start: 0, end: 0, flow: false, items });
const mapNode = (entries: MapNode["entries"] = []): MapNode => ({ kind: "map", start: 0, end: 0, flow: true, entries });
function referenceNode({ localId, guid, type }: ObjectReference): MapNode {
  const fields = [["fileID", localId], ...(guid ? [["guid", guid]] : []), ...(guid && type !== null ? [["type", String(type)]] : [])];
  return mapNode(fields.map(([key = "", text = ""]) => ({ key, keyStart: 0, keyEnd: 0, value: scalarNode(text) })));
}
