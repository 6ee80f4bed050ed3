import { guidOf } from "./identity.ts";
import { Flow } from "./yaml.ts";

/** The id of the main object and the reference type (2 native YAML asset, 3 made by an importer) by file extension. */
const MAIN_OBJECTS: Record<string, readonly [fileId: bigint, type: number]> = {
  anim: [7400000n, 2],
  asset: [11400000n, 2],
  controller: [9100000n, 2],
  cs: [11500000n, 3],
  json: [4900000n, 3],
  mat: [2100000n, 2],
  obj: [4300000n, 3],
  physicMaterial: [13400000n, 2],
  png: [2800000n, 3],
  prefab: [100100000n, 3],
  shader: [4800000n, 3],
  wav: [8300000n, 3],
};

export const SPRITE_ID = 21300000n;
const DEFAULT_RESOURCES = "0000000000000000e000000000000000";
const EXTRA_RESOURCES = "0000000000000000f000000000000000";

export const nothing = new Flow("{fileID: 0}");

/** A reference to an object of the same file. */
export const local = (fileId: bigint): Flow => new Flow(`{fileID: ${fileId}}`);

/** A reference to the main object of the asset at `path`, or to the object `fileId` in it. */
export function asset(path: string, fileId?: bigint): Flow {
  const main = MAIN_OBJECTS[path.slice(path.lastIndexOf(".") + 1)];
  if (!main) throw new Error(`No main object is known for ${path}`);
  return new Flow(`{fileID: ${fileId ?? main[0]}, guid: ${guidOf(path)}, type: ${main[1]}}`);
}

export const sprite = (path: string): Flow => asset(path, SPRITE_ID);

/** A script that lives in a package and not in the project. */
export const packageScript = (guid: string): Flow => new Flow(`{fileID: 11500000, guid: ${guid}, type: 3}`);

const builtIn = (fileId: number, guid: string): Flow => new Flow(`{fileID: ${fileId}, guid: ${guid}, type: 0}`);

/** Objects that ship inside the editor. */
export const engine = {
  cube: builtIn(10202, DEFAULT_RESOURCES),
  cylinder: builtIn(10206, DEFAULT_RESOURCES),
  sphere: builtIn(10207, DEFAULT_RESOURCES),
  capsule: builtIn(10208, DEFAULT_RESOURCES),
  plane: builtIn(10209, DEFAULT_RESOURCES),
  quad: builtIn(10210, DEFAULT_RESOURCES),
  font: builtIn(10102, DEFAULT_RESOURCES),
  spotCookie: builtIn(10001, DEFAULT_RESOURCES),
  standardShader: builtIn(46, EXTRA_RESOURCES),
} as const;
