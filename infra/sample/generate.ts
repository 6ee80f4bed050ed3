/**
 * Makes the serialized half of the Unity sample: scenes, prefabs, data, pictures, sounds, models, settings and every .meta.
 * Scripts, shaders and texts are written by hand under project/. Run: bun infra/sample/generate.ts
 */
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { addAnimations } from "./content/animations.ts";
import { addData } from "./content/data.ts";
import { addMaterials } from "./content/materials.ts";
import { addModels } from "./content/models.ts";
import { addPhysicMaterials } from "./content/physics.ts";
import { addPrefabs } from "./content/prefabs.ts";
import { Project } from "./content/project.ts";
import { addScenes } from "./content/scenes.ts";
import { addAssemblies } from "./content/scripts.ts";
import { addSettings } from "./content/settings.ts";
import { addSounds } from "./content/sounds.ts";
import { addTextures, texturePath } from "./content/textures.ts";
import { textureMeta } from "./unity/meta.ts";
import { asset } from "./unity/references.ts";

export const PROJECT_FOLDER = join(import.meta.dir, "project");

/** The .meta whose texture was deleted without it. */
export const ORPHANED_META = `${texturePath("Seaweed")}.meta`;

const HANDWRITTEN = /^(Packages\/.*|ProjectSettings\/ProjectVersion\.txt|Assets\/.*\.(cs|shader|hlsl|json|md|txt))$/;

/** Paths below the project folder, sorted. */
export function projectPaths(): string[] {
  const entries = readdirSync(PROJECT_FOLDER, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(PROJECT_FOLDER.length + 1))
    .sort();
}

/** Every file the generator is the author of, by path relative to the project. */
export function generate(): Map<string, Uint8Array> {
  const project = new Project();
  addTextures(project);
  addSounds(project);
  addMaterials(project);
  addPhysicMaterials(project);
  addModels(project);
  addAnimations(project);
  addAssemblies(project);
  const prefabs = addPrefabs(project);
  const roots = new Map(Object.values(prefabs).map((prefab) => [prefab.path, prefab.idOf([prefab.root, "GameObject"])]));
  addData(project, (path) => asset(path, roots.get(path)));
  addScenes(project, prefabs);
  addSettings(project);
  for (const path of projectPaths()) if (HANDWRITTEN.test(path) && path.startsWith("Assets/")) project.meta(path);
  project.plain(ORPHANED_META, textureMeta(ORPHANED_META.slice(0, -".meta".length), "color", 64));
  project.addFolderMetas();
  return new Map([...project.files].map(([path, content]) => [path, Buffer.from(content)]));
}

/** True for a file that people write and the generator leaves alone. */
export const isHandwritten = (path: string): boolean => HANDWRITTEN.test(path);

/** The bytes of a file of the committed project. */
export const readProjectFile = (path: string): Buffer => readFileSync(join(PROJECT_FOLDER, path));

if (import.meta.main) {
  const files = generate();
  for (const path of projectPaths()) if (!files.has(path) && !isHandwritten(path)) await rm(join(PROJECT_FOLDER, path));
  for (const [path, content] of files) {
    await mkdir(dirname(join(PROJECT_FOLDER, path)), { recursive: true });
    await Bun.write(join(PROJECT_FOLDER, path), content);
  }
  console.log(`${files.size} files made`);
}
