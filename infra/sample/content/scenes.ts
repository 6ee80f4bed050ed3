import type { Prefabs } from "./prefabs.ts";
import type { Project } from "./project.ts";
import { makeBeach, makeInterior } from "./scenes-inside.ts";
import { makeIsland } from "./scenes-island.ts";
import { makeBoot, makeMainMenu } from "./scenes-menu.ts";

/** Makes every scene. */
export function addScenes(project: Project, prefabs: Prefabs): void {
  const scenes = [makeBoot(), makeMainMenu(), makeIsland(prefabs), makeInterior(prefabs), makeBeach(prefabs)];
  for (const scene of scenes) project.asset(scene.path, scene.text());
}
