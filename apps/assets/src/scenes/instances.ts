import type { UnityDocument } from "../unity/parse-documents.ts";
import { prefabInstanceIdOf, sourceOf, sourcePrefabOf } from "../unity/properties.ts";
import { get, getIn, itemsOf, localIdOf, type MapNode, type ObjectReference, referenceOf, type TreeNode, textOf } from "../unity/tree.ts";
import { isInstance, type SceneFile } from "./scene-file.ts";

/** One entry of m_Modifications. `reference` is null where the entry sets a value. */
export type Modification = { path: string; value: string; reference: ObjectReference | null; target: ObjectReference; item: MapNode };

/** What a PrefabInstance document says. Ids are those of its own file, but for `source...`, which are those of the prefab. */
export type InstanceDocument = {
  localId: string;
  document: UnityDocument;
  source: ObjectReference & { guid: string };
  /** The transform below which it hangs; null at the top of its file. */
  transformParent: string | null;
  /** By the id of the object in the prefab, in the order of the list: the last one wins. */
  modifications: Map<string, Modification[]>;
  removedSourceIds: Set<string>;
  /** Where objects that were hung into the prefab stand between its own; -1 is behind them. */
  insertIndexes: Map<string, number>;
};

/** Reads every prefab instance of a file. */
export function readInstances(file: SceneFile): InstanceDocument[] {
  return file.documents.filter(isInstance).flatMap((document) => readInstance(document) ?? []);
}

function readInstance(document: UnityDocument): InstanceDocument | null {
  const source = document.body ? referenceOf(sourcePrefabOf(document.body)) : undefined;
  if (!source?.guid) return null;
  const about = get(document.body, "m_Modification");
  const modifications = new Map<string, Modification[]>();
  for (const item of itemsOf(get(about, "m_Modifications"))) {
    const modification = readModification(item);
    if (modification) listIn(modifications, modification.target.localId).push(modification);
  }
  const removed = [...itemsOf(get(about, "m_RemovedComponents")), ...itemsOf(get(about, "m_RemovedGameObjects"))];
  const insertIndexes = new Map<string, number>();
  for (const item of itemsOf(get(about, "m_AddedGameObjects"))) {
    const added = localIdOf(get(item, "addedObject"));
    if (added) insertIndexes.set(added, Number(textOf(item, "insertIndex") ?? -1));
  }
  return {
    localId: document.localId,
    document,
    source: { ...source, guid: source.guid },
    transformParent: localIdOf(get(about, "m_TransformParent")),
    modifications,
    removedSourceIds: new Set(removed.flatMap((item) => localIdOf(item) ?? [])),
    insertIndexes,
  };
}

/** Reads one entry of m_Modifications; null when it is none. */
export function readModification(item: TreeNode): Modification | null {
  const target = referenceOf(get(item, "target"));
  const path = textOf(item, "propertyPath");
  if (item.kind !== "map" || !target || path === undefined) return null;
  const reference = referenceOf(get(item, "objectReference"));
  const isSet = reference !== undefined && reference.localId !== "0";
  return { path, value: textOf(item, "value") ?? "", reference: isSet ? reference : null, target, item };
}

/** For a placeholder: the object it stands for, by instance and id in the prefab. Null for what is none. */
export function placeholderOf(document: UnityDocument): { instanceId: string; sourceId: string } | null {
  const { stripped, body } = document;
  if (!stripped || !body) return null;
  const instanceId = prefabInstanceIdOf(body);
  const sourceId = localIdOf(sourceOf(body));
  return instanceId && sourceId ? { instanceId, sourceId } : null;
}

/** The list under a key, made when it is not there yet. */
export function listIn<K, V>(map: Map<K, V[]>, key: K): V[] {
  const list = map.get(key) ?? [];
  if (list.length === 0) map.set(key, list);
  return list;
}

/** The entries of m_Modifications as nodes. */
export const modificationsOf = (document: UnityDocument): TreeNode | undefined => getIn(document.body, "m_Modification", "m_Modifications");
