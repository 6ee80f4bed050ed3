import { CLASS_ID, isTransform } from "../unity/class-ids.ts";
import { findByPath } from "../unity/property-path.ts";
import { entriesOf, get, itemsOf, localIdOf, textOf } from "../unity/tree.ts";
import { listIn } from "./instances.ts";
import type { Instance, Scene, SceneObject } from "./resolve.ts";
import type { SceneFile } from "./scene-file.ts";

/** How the objects of a scene hang together, by their ids in it. Components are in order, and so are children and roots. */
export type Links = {
  componentsOf: Map<string, string[]>;
  gameObjectOf: Map<string, string>;
  transformOf: Map<string, string>;
  /** Children of a transform, as transforms. */
  childrenOf: Map<string, string[]>;
  fatherOf: Map<string, string>;
  /** Transforms at the top. */
  roots: string[];
};

/** The last override of a property in this file, or else the one further in, or else the value itself, as text. */
export function textAt(object: SceneObject, path: string): string | undefined {
  const { from, document } = object;
  if (!from) return document?.body ? textOf(findByPath(document.body, path)) : undefined;
  const override = from.instance.modifications.get(from.source.localId)?.findLast((modification) => modification.path === path);
  return override ? override.value : textAt(from.source, path);
}

/** The object of the same scene that a field names; null for none. Fields that hold the tree together cannot be overridden. */
function linkAt(object: SceneObject, key: string): string | null {
  const { from, document } = object;
  if (!from) return localIdOf(get(document?.body, key));
  const inner = linkAt(from.source, key);
  return inner === null ? null : from.instance.idOf(inner);
}

/** Works out who belongs to whom. Objects that contradict each other are linked as far as they agree. */
export function createLinks(file: SceneFile, objects: Map<string, SceneObject>, instances: Map<string, Instance>): Links {
  const gameObjectOf = new Map<string, string>();
  const transformOf = new Map<string, string>();
  const fatherOf = new Map<string, string>();
  const attached = new Map<string, string[]>();
  const hung = new Map<string, string[]>();
  for (const object of objects.values()) {
    const { localId, classId } = object;
    const gameObject = linkAt(object, "m_GameObject");
    if (gameObject && objects.has(gameObject)) {
      gameObjectOf.set(localId, gameObject);
      listIn(attached, gameObject).push(localId);
    }
    if (!isTransform(classId)) continue;
    if (gameObject && !transformOf.has(gameObject)) transformOf.set(gameObject, localId);
    const father = fatherAt(object);
    if (father && father !== localId && objects.has(father)) {
      fatherOf.set(localId, father);
      listIn(hung, father).push(localId);
    }
  }

  const componentsOf = new Map<string, string[]>();
  const childrenOf = new Map<string, string[]>();
  const insertIndexes = new Map([...instances.values()].flatMap((instance) => [...instance.insertIndexes]));
  const roots: string[] = [];
  for (const object of objects.values()) {
    const { localId, classId } = object;
    if (classId === CLASS_ID.gameObject) componentsOf.set(localId, inOrder(listedComponents(object), attached.get(localId) ?? []));
    if (!isTransform(classId)) continue;
    childrenOf.set(localId, inOrder(listedChildren(object), hung.get(localId) ?? [], insertIndexes));
    if (!fatherOf.has(localId)) roots.push(localId);
  }
  return { gameObjectOf, transformOf, fatherOf, componentsOf, childrenOf, roots: sortRoots(file, objects, instances, roots) };
}

/** The root of an instance hangs where the instance says. */
function fatherAt({ localId, from, document }: SceneObject): string | null {
  if (!from) return localIdOf(get(document?.body, "m_Father"));
  const inner = from.instance.scene.links.fatherOf.get(from.source.localId);
  if (inner !== undefined) return from.instance.idOf(inner);
  const parent = from.instance.transformParent;
  return parent === localId ? null : parent;
}

function listedComponents({ from, document }: SceneObject): string[] {
  if (from) return (from.instance.scene.links.componentsOf.get(from.source.localId) ?? []).map(from.instance.idOf);
  // `component: {fileID: 1}`, in old files `4: {fileID: 1}`.
  return itemsOf(get(document?.body, "m_Component")).flatMap((item) => localIdOf(entriesOf(item)[0]?.value) ?? []);
}

function listedChildren({ from, document }: SceneObject): string[] {
  if (from) return (from.instance.scene.links.childrenOf.get(from.source.localId) ?? []).map(from.instance.idOf);
  return itemsOf(get(document?.body, "m_Children")).flatMap((item) => localIdOf(item) ?? []);
}

/** Those that belong here, as they are listed; then those that no list names, at their index where they have one. */
function inOrder(listed: string[], belonging: string[], insertIndexes?: Map<string, number>): string[] {
  const rest = new Set(belonging);
  const ordered = listed.filter((id) => rest.delete(id));
  for (const id of rest) {
    const index = insertIndexes?.get(id) ?? -1;
    ordered.splice(index < 0 ? ordered.length : index, 0, id);
  }
  return ordered;
}

/** By the list of SceneRoots, which names an instance for its root; in older files by m_RootOrder. */
function sortRoots(file: SceneFile, objects: Map<string, SceneObject>, instances: Map<string, Instance>, roots: string[]): string[] {
  const document = file.documents.find(({ type }) => type === "SceneRoots");
  const places = new Map(itemsOf(get(document?.body, "m_Roots")).map((item, index) => [localIdOf(item) ?? "", index]));
  const placeOf = (id: string): number => {
    const object = objects.get(id) as SceneObject;
    const instance = object.from?.instance;
    const place = places.get(id) ?? (instance && instances.has(instance.localId) ? places.get(instance.localId) : undefined);
    return place ?? places.size + Number(textAt(object, "m_RootOrder") ?? 0);
  };
  const order = new Map(roots.map((id) => [id, placeOf(id)]));
  return roots.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}

/** Names from the root down to a GameObject, `Body/Turret/Barrel`; for anything else, of its GameObject. */
export function pathOfObject({ objects, links }: Pick<Scene, "objects" | "links">, localId: string): string {
  const gameObject = objects.get(localId)?.classId === CLASS_ID.gameObject ? localId : links.gameObjectOf.get(localId);
  if (!gameObject) return nameOf(objects.get(localId));
  const names = [nameOf(objects.get(gameObject))];
  const seen = new Set<string>();
  let at = links.fatherOf.get(links.transformOf.get(gameObject) ?? "");
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    names.push(nameOf(objects.get(links.gameObjectOf.get(at) ?? "")));
    at = links.fatherOf.get(at);
  }
  return names.reverse().join("/");
}

/** The name that an object has, or what it is. */
export const nameOf = (object: SceneObject | undefined): string => (object ? textAt(object, "m_Name") || object.type : "");
