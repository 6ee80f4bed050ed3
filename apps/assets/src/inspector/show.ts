import { Hierarchy, InspectedObject } from "@slate/schema/api";
import { errors } from "../errors.ts";
import { createTree, originOf } from "../scenes/hierarchy.ts";
import { inspect } from "../scenes/inspect.ts";
import { nameOf, pathOfObject, textAt } from "../scenes/links.ts";
import { resolveScene } from "../scenes/resolve.ts";
import { aboutFile, isEditable, type LoadedScene, pathOfNames } from "./load-scene.ts";

const NODES_LIMIT = 20_000;
const WARNINGS_LIMIT = 100;

/** The tree of a prefab or scene, and the objects outside of it. */
export function showHierarchy(loaded: LoadedScene): Hierarchy {
  const scene = resolveScene(loaded.text, loaded.sources);
  const { nodes, objects, total } = createTree(scene, pathOfNames(loaded.names), NODES_LIMIT);
  return Hierarchy.parse({
    ...aboutFile(loaded.file),
    kind: scene.kind,
    nodes,
    objects,
    total,
    truncated: total > nodes.length + objects.length,
    editable: isEditable(loaded),
    warnings: scene.warnings.slice(0, WARNINGS_LIMIT),
    names: [...loaded.names.values()],
  });
}

/** One object with its components and their properties. Throws `asset.object_not_found`. */
export function showObject(loaded: LoadedScene, localId: string): InspectedObject {
  const scene = resolveScene(loaded.text, loaded.sources);
  const found = inspect(scene, localId, pathOfNames(loaded.names));
  if (!found) throw errors.objectNotFound(`The file has no object ${localId}`);
  const { gameObject, components } = found;
  const named = new Set(JSON.stringify(components).match(/[0-9a-f]{32}/g));
  return InspectedObject.parse({
    ...aboutFile(loaded.file),
    localId: gameObject.localId,
    name: nameOf(gameObject),
    objectPath: pathOfObject(scene, gameObject.localId),
    active: textAt(gameObject, "m_IsActive") !== "0",
    prefab: originOf(gameObject, scene),
    components,
    editable: isEditable(loaded),
    names: [...loaded.names.values()].filter(({ guid }) => named.has(guid)),
  });
}
