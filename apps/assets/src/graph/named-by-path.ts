import { type Actor, type Queries, readPrimary } from "@slate/service";
import type { Deps } from "../deps.ts";
import { loadBuildSettings } from "./build-settings.ts";
import { firstFrom, type Graph, pathAt, placeOf, typeAt } from "./compact-graph.ts";
import { findMentions } from "./find-mentions.ts";

type Named = { place: number; reason: string };
type Question = { projectId: string; graph: Graph; places: number[] };

/** Scripts are searched for so many paths at most. */
const SEARCHED = 100;

/**
 * What goes by the paths of these assets instead of their guids: build settings that list a scene, scripts that name something in a Resources
 * folder, and, where no script is known to, the asset in Resources or StreamingAssets itself.
 */
export async function findNamedByPath(deps: Deps, actor: Actor, { projectId, graph, places }: Question): Promise<Named[]> {
  const scenes: number[] = [];
  const resources = new Map<string, number[]>();
  const streamed: Named[] = [];
  for (const place of places) {
    const type = typeAt(graph, place);
    if (type === "folder") continue;
    if (type === "scene") scenes.push(place);
    const path = pathAt(graph, place);
    const resource = resourcePathOf(path);
    if (resource !== null) resources.set(resource, [...(resources.get(resource) ?? []), place]);
    else if (isStreamed(path)) streamed.push({ place, reason: "It is in StreamingAssets, whose files are opened by path" });
  }
  if (scenes.length === 0 && resources.size === 0) return streamed;
  const own = new Set(places);
  const found = await readPrimary(deps, actor, async (q) => [
    ...(scenes.length > 0 ? await inBuildSettings(q, projectId, graph, scenes) : []),
    ...(resources.size > 0 ? await byResourcePath(q, projectId, graph, resources, own) : []),
  ]);
  return [...found, ...streamed];
}

async function inBuildSettings(q: Queries, projectId: string, graph: Graph, scenes: number[]): Promise<Named[]> {
  const paths = new Set(scenes.map((place) => pathAt(graph, place)));
  return (await loadBuildSettings(q, projectId)).flatMap(({ assetId, folder, scenes: listed }) => {
    const place = placeOf(graph, assetId);
    if (place === undefined) return [];
    return listed
      .filter((scene) => paths.has(folder + scene.path))
      .map((scene) => ({ place, reason: `The build settings list ${scene.path} by its path` }));
  });
}

async function byResourcePath(q: Queries, projectId: string, graph: Graph, resources: Map<string, number[]>, own: Set<number>) {
  const mentions = await findMentions(q, projectId, [...resources.keys()].slice(0, SEARCHED));
  const named: Named[] = [];
  const silent = new Map(resources);
  for (const { assetId, literal } of mentions) {
    const place = placeOf(graph, assetId);
    if (place === undefined || own.has(place)) continue;
    silent.delete(literal);
    for (const resource of resources.get(literal) ?? [])
      named.push({ place, reason: `It names "${literal}", which is ${pathAt(graph, resource)}` });
  }
  for (const [path, places] of silent)
    for (const place of places) named.push({ place, reason: `Scripts may load it as "${path}": it is in a Resources folder` });
  return named;
}

/** `Assets/Ships/Resources/Hulls/Big.prefab` → `Hulls/Big`, as Resources.Load names it; null outside any Resources folder. */
export function resourcePathOf(path: string): string | null {
  const inside = /(?:^|\/)resources\/((?:(?!(?:^|\/)resources\/).)+)$/i.exec(path)?.[1];
  return inside === undefined ? null : inside.replace(/\.[^./]*$/, "");
}

const isStreamed = (path: string): boolean => /(?:^|\/)Assets\/StreamingAssets\//i.test(path);

/** The place of the asset at `path`. */
export function placeAtPath(graph: Graph, path: string): number | undefined {
  const place = firstFrom(graph, path);
  return place < graph.size && pathAt(graph, place) === path ? place : undefined;
}
