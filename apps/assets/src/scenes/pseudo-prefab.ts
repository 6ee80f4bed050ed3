import { CLASS_ID, classNameOf, isTransform } from "../unity/class-ids.ts";
import type { UnityDocument } from "../unity/parse-documents.ts";
import type { MapNode, SequenceNode, TreeNode } from "../unity/tree.ts";
import type { InstanceDocument } from "./instances.ts";
import { createLinks } from "./links.ts";
import { placeholderId } from "./object-ids.ts";
import type { Scene, SceneObject } from "./resolve.ts";

/** Ids of the root of every model since importers hash names. */
const MODEL_ROOT = { gameObject: "919132149155446097", transform: "-8679921383154817045" };
/** Makes the id of an object that we add to one of the file. */
const COMPANION = "7046029254386353131";

/**
 * Stands for a prefab that cannot be read, such as a model or one that is missing: as much of it as the overrides and placeholders of an
 * instance tell. Objects whose place nobody knows hang below its root.
 */
export function pseudoPrefab(instance: InstanceDocument, placeholders: Map<string, UnityDocument>, name: string): Scene {
  const classes = classesOf(instance, placeholders);
  const first = (matches: (path: string, classId: number) => boolean) =>
    [...instance.modifications].find(([id, list]) => list.some(({ path }) => matches(path, classes.get(id) ?? 0)))?.[0];
  const root = first((path, classId) => path === "m_Name" && classId === CLASS_ID.gameObject) ?? MODEL_ROOT.gameObject;
  const rootTransform = first((path, classId) => path.startsWith("m_LocalPosition") && isTransform(classId)) ?? MODEL_ROOT.transform;
  classes.set(root, CLASS_ID.gameObject);
  if (!isTransform(classes.get(rootTransform) ?? 0)) classes.set(rootTransform, CLASS_ID.transform);

  const bodies = new Map<string, { classId: number; fields: Record<string, TreeNode> }>();
  const addTransform = (id: string, gameObject: string, classId: number) => {
    const father = id === rootTransform ? "0" : rootTransform;
    bodies.set(id, { classId, fields: { m_GameObject: reference(gameObject), m_Father: reference(father), m_Children: sequence([]) } });
  };
  const addGameObject = (id: string, objectName: string) =>
    bodies.set(id, {
      classId: CLASS_ID.gameObject,
      fields: { m_Component: sequence([]), m_Name: scalar(objectName), m_IsActive: scalar("1") },
    });
  addGameObject(root, name);
  addTransform(rootTransform, root, classes.get(rootTransform) ?? CLASS_ID.transform);
  for (const [id, classId] of classes) {
    if (bodies.has(id)) continue;
    if (classId === CLASS_ID.gameObject) {
      addGameObject(id, "Object");
      addTransform(placeholderId(id, COMPANION), id, CLASS_ID.transform);
    } else if (isTransform(classId)) {
      const companion = placeholderId(id, COMPANION);
      addGameObject(companion, "Object");
      addTransform(id, companion, classId);
    } else bodies.set(id, { classId, fields: { m_GameObject: reference(root) } });
  }

  const objects = new Map<string, SceneObject>();
  for (const [localId, { classId, fields }] of bodies) {
    const type = classNameOf(classId) ?? "Component";
    const body = map(fields);
    const document: UnityDocument = { localId, classId, type, stripped: false, start: 0, bodyStart: 0, end: 0, body };
    objects.set(localId, { localId, classId, type, document, from: null });
  }
  const file = { text: "", documents: [], byId: new Map(), warnings: [] };
  return { kind: "prefab", file, objects, instances: new Map(), links: createLinks(file, objects, new Map()), warnings: [] };
}

/** The class of each object that the instance names: from its placeholder, or guessed by what is overridden. */
function classesOf(instance: InstanceDocument, placeholders: Map<string, UnityDocument>): Map<string, number> {
  const classes = new Map<string, number>();
  for (const [id, { classId }] of placeholders) classes.set(id, classId);
  for (const [id, list] of instance.modifications) {
    if (classes.has(id)) continue;
    const guess = list.map(({ path }) => GUESSES.find(([pattern]) => pattern.test(path))?.[1]).find((classId) => classId !== undefined);
    classes.set(id, guess ?? CLASS_ID_COMPONENT);
  }
  return classes;
}

const CLASS_ID_COMPONENT = 2;
const GUESSES: [RegExp, number][] = [
  [/^m_(AnchoredPosition|SizeDelta|Pivot|Anchor(Min|Max))\b/, CLASS_ID.rectTransform],
  [/^m_(LocalPosition|LocalRotation|LocalScale|LocalEulerAnglesHint|RootOrder)\b/, CLASS_ID.transform],
  [/^m_(Name|IsActive|TagString|Layer|StaticEditorFlags)$/, CLASS_ID.gameObject],
  [/^m_Materials\b/, 23],
];

const scalar = (text: string): TreeNode => ({ kind: "scalar", start: 0, end: 0, flow: false, style: "plain", text });
const sequence = (items: TreeNode[]): SequenceNode => ({ kind: "sequence", start: 0, end: 0, flow: false, items });
const map = (fields: Record<string, TreeNode>): MapNode => ({
  kind: "map",
  start: 0,
  end: 0,
  flow: false,
  entries: Object.entries(fields).map(([key, value]) => ({ key, keyStart: 0, keyEnd: 0, value })),
});
const reference = (localId: string): TreeNode => map({ fileID: scalar(localId) });
