import { CLASS_ID, isTransform } from "./class-ids.ts";
import type { Outline } from "./outline.ts";
import { baseName } from "./scripts.ts";
import { NAME_LIMIT_CHARS, PATH_LIMIT_CHARS, storable } from "./storable.ts";

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
export function nameObjects(outlines: Outline[], assetPathOf: (guid: string) => string | undefined): ObjectNames {
  const byId = new Map(outlines.map((outline) => [outline.localId, outline]));
  const places = new Map<string, Place>();
  for (const outline of outlines) {
    const { classId, localId, stripped, gameObject, instance } = outline;
    if (stripped) {
      // Stands for an object inside an instance: what hangs on it is named below the instance.
      if (classId === CLASS_ID.gameObject) places.set(localId, { name: "", parent: instance });
    } else if (classId === CLASS_ID.prefabInstance) {
      places.set(localId, { name: outline.name || prefabName(outline, assetPathOf), parent: ownerOf(byId, outline.above) });
    } else if (isTransform(classId) && gameObject !== null && !byId.get(gameObject)?.stripped) {
      places.set(gameObject, { name: byId.get(gameObject)?.name ?? "", parent: ownerOf(byId, outline.above) });
    }
  }
  const paths = new Map<string, string>();
  return {
    parentOf: (localId) => places.get(localId)?.parent ?? null,
    pathOf: (localId) => paths.get(localId) ?? placePath(localId, places, paths),
  };
}

/** The GameObject that has a transform, or the instance that brought the transform in. */
function ownerOf(outlines: Map<string, Outline>, transform: string | null): string | null {
  const outline = transform === null ? undefined : outlines.get(transform);
  return outline?.gameObject ?? outline?.instance ?? null;
}

function prefabName({ source }: Outline, assetPathOf: (guid: string) => string | undefined): string {
  const path = source === null ? undefined : assetPathOf(source);
  return path === undefined ? "Prefab" : baseName(path);
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
