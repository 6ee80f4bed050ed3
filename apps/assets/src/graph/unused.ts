import type { AssetType } from "@slate/schema/api";
import type { Queries } from "@slate/service";
import { type BuildSettings, loadBuildSettings } from "./build-settings.ts";
import { FLAGS, type Graph, guidAt, hasFlag, insideOf, pathAt, placeOf, sizeAt, typeAt } from "./compact-graph.ts";
import { findMentions } from "./find-mentions.ts";
import { placeAtPath } from "./named-by-path.ts";
import { shaderNamesOf } from "./shader-names.ts";

/** `nobody`: nothing names it. `unused`: only what is unused itself. `disabled`: a scene that the build settings list, switched off. */
export type Unused = { place: number; why: "nobody" | "unused" | "disabled" };

/** Kinds of assets that the compiler, the editor or a person uses: whether anything names them says nothing. */
const NEVER: ReadonlySet<AssetType> = new Set(["script", "assembly", "plugin", "package", "folder", "settings", "orphan"]);
/** Folders whose contents are found by path, and files that tools find by name. */
const FOUND_BY_PATH =
  /(?:^|\/)(?:resources|streamingassets|editor|editor default resources|gizmos|addressableassetsdata|webgltemplates)\/|\/link\.xml$|\.(?:hlsl|cginc|glslinc|inputactions|template)$/i;

/**
 * Assets that no build and no editor needs, the largest first: what cannot be reached from enabled scenes of the build settings (all scenes, where none
 * are listed), project settings, asset bundles, or folders whose contents go by path. Weak references count, and a folder that is
 * named stands for what is in it. Assets outside a Unity project and those without a `.meta`, which nothing can name, are not judged.
 */
export async function findUnused(q: Queries, projectId: string, graph: Graph): Promise<Unused[]> {
  const builds = await loadBuildSettings(q, projectId);
  const disabled = disabledOf(graph, builds);
  const used = reach(graph, rootsOf(graph, builds), disabled);
  const shaders = await namedShaders(q, projectId, graph, unreached(graph, used));
  const unused = unreached(graph, reach(graph, shaders, disabled, used));
  const switchedOff = new Set([...disabled.values()].flatMap((scenes) => [...scenes]));
  const whyOf = (place: number): Unused["why"] => (switchedOff.has(place) ? "disabled" : isNamed(graph, place) ? "unused" : "nobody");
  return unused
    .map((place) => ({ place, why: whyOf(place) }))
    .sort((a, b) => sizeAt(graph, b.place) - sizeAt(graph, a.place) || a.place - b.place);
}

function rootsOf(graph: Graph, builds: BuildSettings[]): number[] {
  const roots: number[] = [];
  const buildFolders = builds.filter(({ scenes }) => scenes.some(({ enabled }) => enabled)).map(({ folder }) => `${folder}Assets/`);
  for (let place = 0; place < graph.size; place++) {
    const type = typeAt(graph, place);
    const isFlagged = hasFlag(graph, place, FLAGS.inBundle) || hasFlag(graph, place, FLAGS.duplicateGuid);
    if (isFlagged || (NEVER.has(type) && type !== "folder") || !isJudged(graph, place)) roots.push(place);
    else if (type === "folder") continue;
    else {
      const path = pathAt(graph, place);
      if (FOUND_BY_PATH.test(path) || (type === "scene" && !buildFolders.some((folder) => path.startsWith(folder)))) roots.push(place);
    }
  }
  // Old build settings have paths without guids.
  for (const { folder, scenes } of builds)
    for (const { path, enabled } of scenes) {
      const place = enabled ? placeAtPath(graph, folder + path) : undefined;
      if (place !== undefined) roots.push(place);
    }
  return roots;
}

/** What a reference from build settings does not make used: scenes that are switched off there. */
function disabledOf(graph: Graph, builds: BuildSettings[]): Map<number, Set<number>> {
  const disabled = new Map<number, Set<number>>();
  for (const { assetId, folder, scenes } of builds) {
    const settings = placeOf(graph, assetId);
    if (settings === undefined) continue;
    const places = scenes.flatMap(({ path, guid, enabled }) => {
      const place = enabled ? undefined : (placeAtPath(graph, folder + path) ?? placeOfGuid(graph, settings, guid));
      return place === undefined ? [] : [place];
    });
    disabled.set(settings, new Set(places));
  }
  return disabled;
}

/** The one with this guid among those that `from` names. */
const placeOfGuid = (graph: Graph, from: number, guid: string | null): number | undefined =>
  graph.edgeTarget.subarray(graph.outStart[from], graph.outStart[from + 1]).find((place) => guidAt(graph, place) === guid);

/** Marks all that can be reached; goes on from `used` where it is given. */
function reach(graph: Graph, roots: number[], except: Map<number, Set<number>>, used: Uint8Array = new Uint8Array(graph.size)): Uint8Array {
  const waiting: number[] = [];
  const mark = (place: number) => {
    if (used[place]) return;
    used[place] = 1;
    waiting.push(place);
  };
  for (const root of roots) mark(root);
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const skipped = except.get(place);
    for (let edge = graph.outStart[place] as number; edge < (graph.outStart[place + 1] as number); edge++) {
      const target = graph.edgeTarget[edge] as number;
      if (!skipped?.has(target)) mark(target);
    }
    if (typeAt(graph, place) !== "folder") continue;
    const [first, end] = insideOf(graph, pathAt(graph, place));
    for (let inside = first; inside < end; inside++) mark(inside);
  }
  return used;
}

function unreached(graph: Graph, used: Uint8Array): number[] {
  const places: number[] = [];
  for (let place = 0; place < graph.size; place++) if (!used[place] && typeAt(graph, place) !== "folder") places.push(place);
  return places;
}

const isJudged = (graph: Graph, place: number): boolean =>
  hasFlag(graph, place, FLAGS.inAssets) && (hasFlag(graph, place, FLAGS.hasMeta) || typeAt(graph, place) === "folder");

/** Whether another asset names it. */
const isNamed = ({ inStart, inSource }: Graph, place: number): boolean =>
  inSource.subarray(inStart[place], inStart[place + 1]).some((who) => who !== place);

/** Shaders go by name: `Shader.Find("Ships/Hull")`, `Fallback "Ships/Hull"`. */
async function namedShaders(q: Queries, projectId: string, graph: Graph, unused: number[]): Promise<number[]> {
  const shaders = new Map((await shaderNamesOf(q, graph, unused)).map(({ name, place }) => [name, place]));
  const mentions = await findMentions(q, projectId, [...shaders.keys()]);
  return mentions.flatMap(({ assetId, literal }) => {
    const place = shaders.get(literal);
    return place !== undefined && placeOf(graph, assetId) !== place ? [place] : [];
  });
}
