import { CLASS_ID, isTransform } from "../../unity/class-ids.ts";
import type { UnityDocument } from "../../unity/parse-documents.ts";
import { entriesOf, get, getIn, itemsOf, localIdOf, type MapEntry, type MapNode, type TreeNode } from "../../unity/tree.ts";
import { listIn, placeholderOf } from "../instances.ts";
import { localReferencesOf } from "../local-references.ts";
import { isInstance, type SceneFile } from "../scene-file.ts";

/** A list that names objects which do not belong to it, or none that does. */
export type ListFlaw = { kind: "list"; document: UnityDocument; entry: MapEntry; name: ListName; stray: string[]; missing: string[] };
/** A reference to an object that is not there. */
export type DanglingFlaw = { kind: "dangling"; document: UnityDocument; node: MapNode; localId: string };
export type Flaw = ListFlaw | DanglingFlaw;
type ListName = "m_Component" | "m_Children" | "m_Roots" | "m_AddedGameObjects" | "m_AddedComponents";

/** What makes a flaw the same in two files: a merge mends only what no side had before. */
export function keysOf(flaw: Flaw): string[] {
  const { localId } = flaw.document;
  if (flaw.kind === "dangling") return [`${localId} dangling ${flaw.localId}`];
  return [
    ...flaw.stray.map((id) => `${localId} ${flaw.name} stray ${id}`),
    ...flaw.missing.map((id) => `${localId} ${flaw.name} missing ${id}`),
  ];
}

/** The object that an element of such a list names. */
export const namedBy = (name: ListName, item: TreeNode): string | null => {
  if (name === "m_Component") return localIdOf(entriesOf(item)[0]?.value);
  return localIdOf(name === "m_Children" || name === "m_Roots" ? item : get(item, "addedObject"));
};

/**
 * Where the objects of a file contradict each other: lists of components, children and roots against what the objects themselves say, and
 * references to what is not there.
 *
 * @param rootPlaceholders placeholders that are known to stand for the top of their prefab
 */
export function findFlaws(file: SceneFile, rootPlaceholders: ReadonlySet<string>): Flaw[] {
  const belonging = whatBelongs(file, rootPlaceholders);
  const flaws: Flaw[] = [];
  for (const document of file.documents) {
    const lists = listsOf(document);
    for (const { name, entry } of lists) {
      const own = belonging.get(`${document.localId} ${name}`) ?? new Set<string>();
      const named = itemsOf(entry.value).flatMap((item) => namedBy(name, item) ?? []);
      const isAdded = name === "m_AddedGameObjects" || name === "m_AddedComponents";
      const stray = named.filter((id) => (isAdded ? !file.byId.has(id) : !own.has(id)));
      const missing = isAdded ? [] : [...own].filter((id) => !named.includes(id));
      if (stray.length + missing.length > 0) flaws.push({ kind: "list", document, entry, name, stray, missing });
    }
    const inLists = new Set(lists.flatMap(({ entry }) => localReferencesOf(entry.value).map(({ node }) => node)));
    for (const { localId, node } of localReferencesOf(document.body)) {
      if (!inLists.has(node) && !file.byId.has(localId)) flaws.push({ kind: "dangling", document, node, localId });
    }
  }
  return flaws;
}

/** Placeholders that some list of children names. */
export function rootPlaceholdersIn(files: SceneFile[]): Set<string> {
  const named = files.flatMap((file) =>
    file.documents.flatMap((document) => itemsOf(get(document.body, "m_Children")).flatMap((item) => localIdOf(item) ?? [])),
  );
  return new Set(named);
}

function listsOf(document: UnityDocument): { name: ListName; entry: MapEntry }[] {
  if (document.stripped) return [];
  const names: ListName[] = isInstance(document) ? ["m_AddedGameObjects", "m_AddedComponents"] : [];
  if (document.classId === CLASS_ID.gameObject) names.push("m_Component");
  if (isTransform(document.classId)) names.push("m_Children");
  if (document.type === "SceneRoots") names.push("m_Roots");
  const parent = isInstance(document) ? get(document.body, "m_Modification") : document.body;
  return names.flatMap((name) => {
    const entry = entriesOf(parent).find(({ key }) => key === name);
    return entry ? [{ name, entry }] : [];
  });
}

/** By document and list: the objects that say that they belong to it. */
function whatBelongs(file: SceneFile, rootPlaceholders: ReadonlySet<string>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (owner: string, name: ListName, id: string) => {
    const key = `${owner} ${name}`;
    found.set(key, (found.get(key) ?? new Set()).add(id));
  };
  const sceneRoots = file.documents.find(({ type }) => type === "SceneRoots");
  const placeRoot = (id: string) => sceneRoots && add(sceneRoots.localId, "m_Roots", id);
  const tops = topPlaceholders(file, rootPlaceholders);
  for (const document of file.documents) {
    const { localId, body, stripped } = document;
    if (isInstance(document)) {
      const parent = localIdOf(getIn(body, "m_Modification", "m_TransformParent"));
      if (parent === null) placeRoot(localId);
      else for (const top of tops.get(localId) ?? []) add(parent, "m_Children", top);
    } else if (!stripped) {
      const gameObject = localIdOf(get(body, "m_GameObject"));
      if (gameObject) add(gameObject, "m_Component", localId);
      if (!isTransform(document.classId)) continue;
      const father = localIdOf(get(body, "m_Father"));
      if (father === null) placeRoot(localId);
      else add(father, "m_Children", localId);
    }
  }
  return found;
}

/** For each instance the placeholder of its topmost transform, as far as that is known. */
function topPlaceholders(file: SceneFile, rootPlaceholders: ReadonlySet<string>): Map<string, string[]> {
  const transforms = new Map<string, string[]>();
  for (const document of file.documents) {
    const placeholder = isTransform(document.classId) ? placeholderOf(document) : null;
    if (placeholder) listIn(transforms, placeholder.instanceId).push(document.localId);
  }
  for (const [instance, ids] of transforms) {
    const known = ids.filter((id) => rootPlaceholders.has(id));
    transforms.set(instance, known);
  }
  return transforms;
}
