import type { AssetWarning } from "@slate/schema/api";
import { CLASS_ID, isTransform } from "../unity/class-ids.ts";
import type { UnityDocument } from "../unity/parse-documents.ts";
import { get, type MapNode, textOf } from "../unity/tree.ts";
import { type InstanceDocument, placeholderOf, readInstances } from "./instances.ts";
import { createLinks, type Links } from "./links.ts";
import { placeholderId } from "./object-ids.ts";
import { pseudoPrefab } from "./pseudo-prefab.ts";
import { isInstance, readScene, type SceneFile } from "./scene-file.ts";

/** What a guid stands for when it is instantiated; a guid that nobody knows is not in the map. */
export type PrefabSource = { kind: "prefab"; text: string } | { kind: "model"; name: string };
export type PrefabSources = ReadonlyMap<string, PrefabSource>;

/** An instance with the prefab that it shows, taken apart as well. */
export type Instance = InstanceDocument & {
  kind: "plain" | "variant" | "model" | "missing";
  scene: Scene;
  idOf: (sourceId: string) => string;
};

/**
 * An object of a scene, by the id that it has there. `document` is its own, or the placeholder of an object that comes from a prefab; of that,
 * `source` is the object in the prefab and `instance` the one that brought it.
 */
export type SceneObject = { localId: string; classId: number; type: string; document: UnityDocument | null; from: Origin | null };
export type Origin = { instance: Instance; source: SceneObject };

/** A file with everything that its prefab instances bring. */
export type Scene = {
  kind: "scene" | "prefab" | "variant" | "other";
  file: SceneFile;
  objects: Map<string, SceneObject>;
  instances: Map<string, Instance>;
  links: Links;
  warnings: AssetWarning[];
};

/** Unity allows no circles and people stop at three or four; a file can say anything. */
const DEPTH_LIMIT = 16;
/** Prefabs that hold themselves many times over, level by level, grow beyond every memory. */
const OBJECTS_LIMIT = 200_000;

type Work = { sources: PrefabSources; known: Map<string, Scene>; path: string[]; budget: { objects: number } };

/** Takes a file apart, prefabs in prefabs included. Never throws: what is missing, circular or too much becomes a warning. */
export function resolveScene(text: string, sources: PrefabSources = new Map()): Scene {
  return resolveFile(readScene(text), { sources, known: new Map(), path: [], budget: { objects: OBJECTS_LIMIT } });
}

function resolveFile(file: SceneFile, work: Work): Scene {
  const warnings: AssetWarning[] = [...file.warnings];
  const objects = new Map<string, SceneObject>();
  const instances = new Map<string, Instance>();
  for (const document of file.documents) {
    if (document.stripped || isInstance(document) || objects.has(document.localId)) continue;
    const { localId, classId } = document;
    objects.set(localId, { localId, classId, type: document.type ?? "", document, from: null });
  }

  const placeholders = placeholdersOf(file);
  for (const document of readInstances(file)) {
    const written = placeholders.get(document.localId) ?? new Map<string, UnityDocument>();
    const instance = resolveInstance(document, written, work, warnings);
    instances.set(instance.localId, instance);
    const removed = removedIds(instance);
    for (const source of instance.scene.objects.values()) {
      if (removed.has(source.localId)) continue;
      if (work.budget.objects-- <= 0) break;
      const localId = instance.idOf(source.localId);
      const { classId, type } = source;
      objects.set(localId, { localId, classId, type, document: written.get(source.localId) ?? null, from: { instance, source } });
    }
  }
  if (work.budget.objects <= 0)
    warnings.push({ code: "prefab.too_many_objects", message: `More than ${OBJECTS_LIMIT} objects; the rest is left out.` });
  return { kind: kindOf(file), file, objects, instances, links: createLinks(file, objects, instances), warnings };
}

type Placeholders = Map<string, Map<string, UnityDocument>>;
/** Stripped documents by instance and by the id in the prefab. */
function placeholdersOf(file: SceneFile): Placeholders {
  const found: Placeholders = new Map();
  for (const document of file.documents) {
    const placeholder = placeholderOf(document);
    if (!placeholder) continue;
    const ofInstance = found.get(placeholder.instanceId) ?? new Map<string, UnityDocument>();
    found.set(placeholder.instanceId, ofInstance.set(placeholder.sourceId, document));
  }
  return found;
}

function resolveInstance(document: InstanceDocument, written: Map<string, UnityDocument>, work: Work, warnings: AssetWarning[]): Instance {
  const idOf = (sourceId: string) => written.get(sourceId)?.localId ?? placeholderId(document.localId, sourceId);
  const { guid } = document.source;
  const source = work.sources.get(guid);
  const warn = (code: string, message: string) => warnings.push({ code, message, localId: document.localId });
  const without = (kind: "model" | "missing", name: string): Instance => ({
    ...document,
    kind,
    idOf,
    scene: pseudoPrefab(document, written, name),
  });

  if (source?.kind === "model") return without("model", source.name);
  if (source === undefined) warn("prefab.missing", `The prefab ${guid} is not there.`);
  else if (work.path.includes(guid)) warn("prefab.circular", `The prefab ${guid} holds itself.`);
  else if (work.path.length >= DEPTH_LIMIT) warn("prefab.too_deep", `Prefabs in prefabs more than ${DEPTH_LIMIT} levels deep.`);
  else {
    const scene = work.known.get(guid) ?? resolveFile(readScene(source.text), { ...work, path: [...work.path, guid] });
    // What was cut short by the limits of this path may be whole on another.
    if (!scene.warnings.some(({ code }) => code === "prefab.circular" || code === "prefab.too_deep")) work.known.set(guid, scene);
    return { ...document, kind: scene.kind === "variant" ? "variant" : "plain", idOf, scene };
  }
  return without("missing", "Missing prefab");
}

/** Ids in the prefab of what the instance takes away; a GameObject takes all that is below it. */
function removedIds({ removedSourceIds, scene }: Instance): Set<string> {
  const removed = new Set<string>();
  const pending = [...removedSourceIds];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (removed.has(id)) continue;
    removed.add(id);
    if (scene.objects.get(id)?.classId !== CLASS_ID.gameObject) continue;
    const { links } = scene;
    pending.push(...(links.componentsOf.get(id) ?? []));
    for (const child of links.childrenOf.get(links.transformOf.get(id) ?? "") ?? []) {
      const gameObject = links.gameObjectOf.get(child);
      if (gameObject) pending.push(gameObject);
    }
  }
  return removed;
}

const SCENE_SETTINGS = new Set([29, 104, 157, 196, 1_660_057_539]);

function kindOf(file: SceneFile): Scene["kind"] {
  if (file.documents.some(({ classId }) => SCENE_SETTINGS.has(classId))) return "scene";
  const hasOwnRoot = file.documents.some(
    (document) => !document.stripped && isTransform(document.classId) && textOf(document.body, "m_Father", "fileID") === "0",
  );
  if (hasOwnRoot) return "prefab";
  const isRootInstance = (document: UnityDocument) => isInstance(document) && isTopLevel(document.body);
  if (file.documents.some(isRootInstance)) return "variant";
  return file.documents.some(({ classId }) => classId === CLASS_ID.gameObject) ? "prefab" : "other";
}

const isTopLevel = (body: MapNode | null) => textOf(get(body, "m_Modification"), "m_TransformParent", "fileID") === "0";
