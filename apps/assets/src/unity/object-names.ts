import { CLASS_ID, isTransform } from "./class-ids.ts";
import type { UnityDocument } from "./parse-documents.ts";
import { prefabInstanceIdOf, sourcePrefabOf } from "./properties.ts";
import { baseName } from "./scripts.ts";
import { NAME_LIMIT_CHARS, PATH_LIMIT_CHARS, storable } from "./storable.ts";
import { get, getIn, itemsOf, localIdOf, textOf } from "./tree.ts";

/** Where the objects of one file hang: for each id, the path of its GameObject and the id of the object above. */
export type ObjectNames = {
  pathOf: (localId: string) => string;
  /** For a GameObject or an instance the GameObject or instance above it, null at the root. */
  parentOf: (localId: string) => string | null;
};

type Place = { name: string; parent: string | null };

/**
 * Names the GameObjects and prefab instances of a file by their way from the root, `Body/Turret/Barrel`.
 *
 * @param assetPathOf path of the project's asset with a guid: an instance without a name of its own is called as its prefab
 */
export function nameObjects(documents: UnityDocument[], assetPathOf: (guid: string) => string | undefined): ObjectNames {
  const byId = new Map(documents.map((document) => [document.localId, document]));
  const places = new Map<string, Place>();
  for (const { classId, localId, stripped, body } of documents) {
    if (!body) continue;
    if (stripped) {
      // Stands for an object inside an instance: what hangs on it is named below the instance.
      if (classId === CLASS_ID.gameObject) places.set(localId, { name: "", parent: prefabInstanceIdOf(body) });
    } else if (classId === CLASS_ID.prefabInstance) {
      const parent = localIdOf(getIn(body, "m_Modification", "m_TransformParent"));
      places.set(localId, { name: instanceName(body, assetPathOf), parent: ownerOf(byId, parent) });
    } else if (isTransform(classId)) {
      const gameObject = localIdOf(get(body, "m_GameObject"));
      const object = gameObject === null ? undefined : byId.get(gameObject);
      if (gameObject === null || object?.stripped) continue;
      places.set(gameObject, { name: textOf(object?.body, "m_Name") ?? "", parent: ownerOf(byId, localIdOf(get(body, "m_Father"))) });
    }
  }
  const paths = new Map<string, string>();
  return {
    parentOf: (localId) => places.get(localId)?.parent ?? null,
    pathOf: (localId) => paths.get(localId) ?? placePath(localId, places, paths),
  };
}

/** The GameObject that has a transform, or the instance that brought the transform in. */
function ownerOf(documents: Map<string, UnityDocument>, transform: string | null): string | null {
  const body = transform === null ? null : documents.get(transform)?.body;
  if (!body) return null;
  return localIdOf(get(body, "m_GameObject")) ?? prefabInstanceIdOf(body);
}

function instanceName(body: NonNullable<UnityDocument["body"]>, assetPathOf: (guid: string) => string | undefined): string {
  const modifications = itemsOf(getIn(body, "m_Modification", "m_Modifications"));
  // Only the root is renamed as a rule, and it comes first.
  const renamed = modifications.find((item) => textOf(item, "propertyPath") === "m_Name");
  const guid = textOf(sourcePrefabOf(body), "guid");
  const path = guid === undefined ? undefined : assetPathOf(guid);
  return textOf(renamed, "value") || (path === undefined ? "Prefab" : baseName(path));
}

/** From the object up to the first whose path is known, and down again; a loop of parents ends where it closes. */
function placePath(localId: string, places: Map<string, Place>, paths: Map<string, string>): string {
  const chain: string[] = [];
  const seen = new Set<string>();
  let at: string | null = localId;
  while (at !== null && !paths.has(at) && !seen.has(at)) {
    seen.add(at);
    chain.push(at);
    at = places.get(at)?.parent ?? null;
  }
  let path = at === null ? "" : (paths.get(at) ?? "");
  for (const id of chain.reverse()) {
    const name = storable(places.get(id)?.name ?? "", NAME_LIMIT_CHARS);
    // Cut at the front: a hostile hierarchy may be as deep as the file is long.
    const room = PATH_LIMIT_CHARS - NAME_LIMIT_CHARS;
    const above = path.length > room ? `…${path.slice(-room)}`.toWellFormed() : path;
    path = above === "" || name === "" ? above + name : `${above}/${name}`;
    paths.set(id, path);
  }
  return path;
}
