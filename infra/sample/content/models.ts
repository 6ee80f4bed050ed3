import { deform, encodeObj, lathe } from "../binary/obj.ts";
import { serialize } from "../unity/document.ts";
import { seededRandom } from "../unity/identity.ts";
import { heightFieldMesh } from "../unity/mesh.ts";
import { asset } from "../unity/references.ts";
import type { Flow } from "../unity/yaml.ts";
import { material } from "./materials.ts";
import { HOME, type Project } from "./project.ts";

export const modelPath = (name: string): string => `${HOME}/Models/${name}.obj`;
export const model = (name: string): Flow => asset(modelPath(name));

const ISLAND = `${HOME}/Models/IslandTerrain.asset`;
export const islandMesh = asset(ISLAND, 4300000n);

/** Makes the models: turned solids as .obj, and the island as a mesh asset with its vertices in hex. */
export function addModels(project: Project): void {
  const rough = seededRandom("rock");
  const rock = lathe(
    [
      [0.05, 0],
      [0.9, 0.15],
      [1, 0.5],
      [0.7, 0.95],
      [0.1, 1.2],
    ],
    9,
  );
  addModel(
    project,
    "Rock",
    "Basalt",
    deform(rock, ([x, y, z]) => [x * (0.8 + rough() * 0.4), y * (0.85 + rough() * 0.3), z * (0.8 + rough() * 0.4)]),
  );
  addModel(
    project,
    "Tower",
    "Whitewash",
    lathe(
      [
        [4.2, 0],
        [4, 0.6],
        [3.4, 8],
        [2.9, 16],
        [2.7, 21],
        [3.3, 21.4],
        [3.3, 22],
      ],
      24,
    ),
  );
  addModel(
    project,
    "LampRoom",
    "LampGlass",
    lathe(
      [
        [2.2, 0],
        [2.2, 2.4],
      ],
      12,
    ),
  );
  addModel(
    project,
    "Cupola",
    "RoofTar",
    lathe(
      [
        [2.5, 0],
        [2.3, 0.3],
        [1.4, 1.3],
        [0.2, 1.9],
        [0.12, 2.6],
      ],
      12,
    ),
  );
  addModel(
    project,
    "Buoy",
    "BuoyRed",
    lathe(
      [
        [0.2, -0.8],
        [0.9, -0.3],
        [0.9, 0.3],
        [0.25, 0.5],
        [0.18, 2.2],
        [0.02, 2.4],
      ],
      14,
    ),
  );
  addModel(
    project,
    "Post",
    "PlanksTarred",
    lathe(
      [
        [0.16, 0],
        [0.14, 3],
        [0.05, 3.1],
      ],
      8,
    ),
  );
  const hull = lathe(
    [
      [0.2, 0],
      [0.7, 0.2],
      [0.9, 0.6],
      [0.95, 0.7],
    ],
    16,
  );
  addModel(
    project,
    "Hull",
    "Planks",
    deform(hull, ([x, y, z]) => [x, y + z * z * 0.06, z * 2.4]),
  );
  project.asset(ISLAND, serialize([heightFieldMesh("IslandTerrain", { cells: 24, sizeMetres: 240, height: islandHeight })]), 4300000n);
}

function addModel(project: Project, name: string, materialName: string, solid: Parameters<typeof encodeObj>[2]): void {
  project.model(modelPath(name), encodeObj(name, materialName, solid), name, { name: materialName, reference: material(materialName) });
}

/** A hill with a lower shoulder to the east, falling below the sea at the edges. */
function islandHeight(x: number, z: number): number {
  const hill = 18 * Math.exp(-(x * x + z * z) * 5);
  const shoulder = 7 * Math.exp(-((x - 0.45) ** 2 * 12 + (z - 0.2) ** 2 * 9));
  const ripple = 0.6 * Math.sin(x * 17) * Math.cos(z * 13);
  return Math.max(-3, hill + shoulder + ripple - 3 * (x * x + z * z) - 0.8);
}
