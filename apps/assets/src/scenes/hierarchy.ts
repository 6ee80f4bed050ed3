import type { LooseObject, PrefabOrigin, SceneComponent, SceneNode } from "@slate/schema/api";
import { CLASS_ID } from "../unity/class-ids.ts";
import { resolveScript } from "../unity/scripts.ts";
import { get, type ObjectReference, referenceOf } from "../unity/tree.ts";
import { modificationsOn } from "./evaluate.ts";
import { isDefaultOverride, isHint } from "./fields.ts";
import { nameOf, textAt } from "./links.ts";
import type { Scene, SceneObject } from "./resolve.ts";

/** Path of the project's asset with this guid. */
export type PathOf = (guid: string) => string | undefined;
export type Tree = { nodes: SceneNode[]; objects: LooseObject[]; total: number };

/** Every GameObject in order, each below its parent, and the objects that are not in the tree. At most `limit` of both. */
export function createTree(scene: Scene, pathOf: PathOf, limit: number): Tree {
  const nodes: SceneNode[] = [];
  let total = 0;
  const seen = new Set<string>();
  const visit = (root: string) => {
    const pending = [{ transform: root, parent: null as string | null, depth: 0 }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { transform, parent, depth } = next;
      const gameObject = scene.links.gameObjectOf.get(transform) ?? transform;
      if (seen.has(gameObject)) continue;
      seen.add(gameObject);
      total++;
      if (nodes.length < limit) nodes.push(describeNode(scene, gameObject, parent, depth, pathOf));
      const children = scene.links.childrenOf.get(transform) ?? [];
      for (const child of children.toReversed()) pending.push({ transform: child, parent: gameObject, depth: depth + 1 });
    }
  };
  for (const root of scene.links.roots) visit(root);
  const objects: LooseObject[] = [];
  for (const object of scene.objects.values()) {
    if (object.classId === CLASS_ID.gameObject) {
      // Without a transform, or below itself: shown all the same, at the top.
      if (!seen.has(object.localId)) visit(scene.links.transformOf.get(object.localId) ?? object.localId);
    } else if (!scene.links.gameObjectOf.has(object.localId) && !seen.has(object.localId)) {
      total++;
      if (objects.length < limit) objects.push(describeLoose(object, pathOf));
    }
  }
  return { nodes, objects, total };
}

function describeNode(scene: Scene, localId: string, parent: string | null, depth: number, pathOf: PathOf): SceneNode {
  const object = scene.objects.get(localId);
  const components = (scene.links.componentsOf.get(localId) ?? []).flatMap((id) => {
    const component = scene.objects.get(id);
    return component ? [describeComponent(component, object, pathOf)] : [];
  });
  const origin = object ? originOf(object, scene) : null;
  const isBelowPrefab = () => {
    const father = scene.links.fatherOf.get(scene.links.transformOf.get(localId) ?? "");
    return father !== undefined && scene.objects.get(father)?.from != null;
  };
  return {
    localId,
    parent,
    depth,
    name: nameOf(object),
    active: object ? textAt(object, "m_IsActive") !== "0" : true,
    components,
    prefab: origin,
    added: !origin && isBelowPrefab(),
    overridden: (object ? countOverrides(object) > 0 : false) || components.some(({ overrides, added }) => overrides > 0 || added),
  };
}

/** What is known of a component without its properties. `gameObject` is what it is on. */
export function describeComponent(component: SceneObject, gameObject: SceneObject | undefined, pathOf: PathOf): SceneComponent {
  const { localId, classId } = component;
  const script = scriptOf(component);
  const enabled = textAt(component, "m_Enabled");
  const type = typeOf(component, pathOf);
  return {
    localId,
    classId,
    type: type ?? component.type,
    scriptGuid: script?.guid ?? null,
    missingScript: classId === CLASS_ID.monoBehaviour && type === null,
    enabled: enabled === undefined ? null : enabled !== "0",
    added: !component.from && gameObject?.from != null,
    overrides: countOverrides(component),
  };
}

function describeLoose(object: SceneObject, pathOf: PathOf): LooseObject {
  const { localId, classId, type } = object;
  return {
    localId,
    classId,
    type: typeOf(object, pathOf) ?? type,
    scriptGuid: scriptOf(object)?.guid ?? null,
    name: textAt(object, "m_Name") ?? "",
  };
}

/** The script that makes a MonoBehaviour what it is, wherever it comes from. */
function scriptOf({ from, document }: SceneObject): ObjectReference | undefined {
  return from ? scriptOf(from.source) : referenceOf(get(document?.body, "m_Script"));
}

/** Class of the script, else Unity's type; null for a script that nobody knows. */
export function typeOf(object: SceneObject, pathOf: PathOf): string | null {
  if (object.classId !== CLASS_ID.monoBehaviour) return object.type;
  return resolveScript(scriptOf(object), textAt(object, "m_EditorClassIdentifier") ?? "", pathOf);
}

/** Overrides of this file on an object that somebody may have meant. */
function countOverrides(object: SceneObject): number {
  const isRoot = isInstanceRoot(object);
  const paths = new Set(modificationsOn(object).map(({ path }) => path));
  return [...paths].filter((path) => !isHint(path) && !(isRoot && isDefaultOverride(path))).length;
}

/** Whether it is the GameObject or the transform at the top of the instance that brought it. */
function isInstanceRoot({ from }: SceneObject): boolean {
  if (!from) return false;
  const { links } = from.instance.scene;
  const { localId } = from.source;
  const transform = links.transformOf.get(links.gameObjectOf.get(localId) ?? localId);
  return transform !== undefined && links.roots[0] === transform && (localId === transform || links.transformOf.has(localId));
}

/** Which prefab an object comes from; null for one of this file. */
export function originOf(object: SceneObject, scene: Scene): PrefabOrigin | null {
  const { from } = object;
  if (!from) return null;
  const instance = scene.instances.get(from.instance.localId) ?? from.instance;
  let nested = 0;
  for (let inner = from.source.from; inner; inner = inner.source.from) nested++;
  return {
    guid: instance.source.guid,
    instance: instance.localId,
    sourceLocalId: from.source.localId,
    kind: instance.kind,
    isRoot: isInstanceRoot(object),
    nested,
  };
}
