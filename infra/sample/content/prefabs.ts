import type { Prefab } from "../unity/prefab.ts";
import { addCharacters } from "./prefabs-characters.ts";
import { addEnvironment, type Environment } from "./prefabs-environment.ts";
import { addInterface, type Interface } from "./prefabs-interface.ts";
import { addItems, type Items } from "./prefabs-items.ts";
import type { Project } from "./project.ts";

export type Prefabs = Environment & Interface & Items & ReturnType<typeof addCharacters>;

/** Makes every prefab, and gives them by name for scenes to place. */
export function addPrefabs(project: Project): Prefabs {
  const items = addItems();
  const environment = addEnvironment();
  const all = { ...items, ...environment, ...addCharacters(items), ...addInterface() };
  for (const prefab of Object.values<Prefab>(all)) project.asset(prefab.path, prefab.text());
  return all;
}
