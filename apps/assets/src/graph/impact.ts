import type { Impact } from "@slate/schema/api";
import type { Actor } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { type Graph, idAt, insideOf, nameAt, pathAt, placeOf, typeAt, WEAK } from "./compact-graph.ts";
import { findGraph, findInGraph } from "./find-graph.ts";
import { findNamedByPath } from "./named-by-path.ts";
import { walk } from "./walk.ts";

export type Act = Impact["act"];
export type ImpactQuery = { projectId: string; ids: string[]; act: Act };
/** Who names one of the assets, in the order of paths; what is said of a user is at its place. */
type Users = { places: Uint32Array; references: Uint32Array; isStrong: Uint8Array };

const SHOWN = 200;
const DEPTHS = 64;

/** What breaks when these assets, and all that is in those of them that are folders, are deleted or moved. Throws `asset.not_found`. */
export async function impactOf(deps: Deps, actor: Actor, { projectId, ids, act }: ImpactQuery): Promise<Impact> {
  const graph = await findGraph(deps, actor, projectId);
  return describe(deps, actor, projectId, graph, placesOf(graph, ids), act);
}

/** The same of one asset, wherever it is. */
export async function impactOfAsset(deps: Deps, actor: Actor, id: string, act: Act): Promise<Impact> {
  const { graph, place, projectId } = await findInGraph(deps, actor, id);
  return describe(deps, actor, projectId, graph, withContents(graph, [place]), act);
}

/**
 * Throws `asset.confirmation_required` when something outside the list depends on it and `confirm` does not stand for exactly that, as it is now.
 * Deletions of assets call it first.
 */
export async function checkConfirmation(deps: Deps, actor: Actor, query: ImpactQuery, confirm: string | undefined): Promise<void> {
  const impact = await impactOf(deps, actor, query);
  if (!impact.needsConfirmation || impact.confirmation === confirm) return;
  const { direct, transitive, confirmation } = impact;
  const details = { directUsers: direct.count, allUsers: transitive.count, scenes: transitive.sceneCount, confirmation };
  throw confirm === undefined
    ? errors.confirmationRequired(undefined, { details })
    : errors.confirmationRequired("What depends on these assets has changed since you looked", { details });
}

async function describe(deps: Deps, actor: Actor, projectId: string, graph: Graph, places: number[], act: Act): Promise<Impact> {
  const users = directUsers(graph, places);
  const { order, starts } = walk(graph, places, "uses");
  const reached = order.subarray(starts[1]);
  const scenes = reached.filter((place) => typeAt(graph, place) === "scene");
  const byPath = await findNamedByPath(deps, actor, { projectId, graph, places });
  return {
    act,
    direct: { count: users.places.length, assets: mostNaming(graph, users) },
    transitive: {
      count: reached.length,
      byDepth: countByDepth(starts),
      scenes: Array.from(scenes.subarray(0, SHOWN), (place) => nameAt(graph, place)),
      sceneCount: scenes.length,
    },
    byPath: byPath.slice(0, SHOWN).map(({ place, reason }) => ({ asset: nameAt(graph, place), reason })),
    // Moves keep guids, so a move breaks only what goes by paths; it is told, and never refused.
    needsConfirmation: act === "delete" && (byPath.length > 0 || users.places.length > 0),
    confirmation: confirmationOf(graph, act, places, users, byPath),
  };
}

function placesOf(graph: Graph, ids: string[]): number[] {
  const found = ids.map((id) => placeOf(graph, id));
  const missing = ids.filter((_, i) => found[i] === undefined);
  if (missing.length > 0) throw errors.assetNotFound(undefined, { details: { ids: missing } });
  return withContents(graph, found as number[]);
}

/** A folder stands for all that is in it. */
function withContents(graph: Graph, places: number[]): number[] {
  const all = new Set(places);
  for (const place of places) {
    if (typeAt(graph, place) !== "folder") continue;
    const [first, end] = insideOf(graph, pathAt(graph, place));
    for (let inside = first; inside < end; inside++) all.add(inside);
  }
  return [...all].sort((a, b) => a - b);
}

/** Who, outside of `places`, names one of them. Flat, because a hub has tens of thousands. */
function directUsers({ size, inStart, inSource, inEdge, edgeKind, edgeCount }: Graph, places: number[]): Users {
  const own = new Uint8Array(size);
  for (const place of places) own[place] = 1;
  const references = new Uint32Array(size);
  const isStrong = new Uint8Array(size);
  const found: number[] = [];
  for (const place of places) {
    for (let i = inStart[place] as number; i < (inStart[place + 1] as number); i++) {
      const who = inSource[i] as number;
      if (own[who]) continue;
      const edge = inEdge[i] as number;
      if (references[who] === 0) found.push(who);
      references[who] = (references[who] as number) + (edgeCount[edge] as number);
      if (edgeKind[edge] !== WEAK) isStrong[who] = 1;
    }
  }
  return { places: Uint32Array.from(found).sort(), references, isStrong };
}

/** The users that name them most often. */
function mostNaming(graph: Graph, { places, references, isStrong }: Users): Impact["direct"]["assets"] {
  // A count and a place in one number each: sorted natively.
  const keys = Float64Array.from(places, (place) => -(references[place] as number) * PLACES + place).sort();
  return Array.from(keys.subarray(0, SHOWN), (key) => {
    const place = ((key % PLACES) + PLACES) % PLACES;
    return { ...nameAt(graph, place), references: references[place] as number, weakOnly: isStrong[place] === 0 };
  });
}
const PLACES = 2 ** 29;

/** Users at each distance from 1; those further away than we count are with the last. */
function countByDepth(starts: number[]): number[] {
  const counts = starts.slice(1, -1).map((start, i) => (starts[i + 2] as number) - start);
  const far = counts.splice(DEPTHS).reduce((sum, count) => sum + count, 0);
  if (far > 0) counts.push((counts.pop() as number) + far);
  return counts;
}

/** Stands for the act, the assets and everything that names them: whatever else happens in the project leaves it as it is. */
function confirmationOf(graph: Graph, act: Act, places: number[], users: Users, byPath: { place: number; reason: string }[]): string {
  const named = byPath.map(({ place, reason }) => [idAt(graph, place), reason]);
  return new Bun.CryptoHasher("sha256")
    .update(JSON.stringify([act, places.length, named]))
    .update(idsOf(graph, places))
    .update(idsOf(graph, users.places))
    .update(users.places.map((place) => users.references[place] as number))
    .update(Uint8Array.from(users.places, (place) => users.isStrong[place] as number))
    .digest("base64url");
}

/** Ids one after the other. They stand for assets where places will not do: those change with any path. */
function idsOf({ ids }: Graph, places: ArrayLike<number>): Uint8Array {
  const joined = new Uint8Array(places.length * 16);
  for (let i = 0; i < places.length; i++) {
    const from = (places[i] as number) * 16;
    for (let byte = 0; byte < 16; byte++) joined[i * 16 + byte] = ids[from + byte] as number;
  }
  return joined;
}
