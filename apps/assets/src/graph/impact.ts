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
type User = { place: number; references: number; weakOnly: boolean };

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
    direct: {
      count: users.length,
      assets: users
        .toSorted((a, b) => b.references - a.references || a.place - b.place)
        .slice(0, SHOWN)
        .map(({ place, references, weakOnly }) => ({ ...nameAt(graph, place), references, weakOnly })),
    },
    transitive: {
      count: reached.length,
      byDepth: countByDepth(starts),
      scenes: Array.from(scenes.subarray(0, SHOWN), (place) => nameAt(graph, place)),
      sceneCount: scenes.length,
    },
    byPath: byPath.slice(0, SHOWN).map(({ place, reason }) => ({ asset: nameAt(graph, place), reason })),
    // Moves keep guids, so a move breaks only what goes by paths.
    needsConfirmation: byPath.length > 0 || (act === "delete" && users.length > 0),
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

/** Who, outside of `places`, names one of them; in the order of paths. */
function directUsers({ size, inStart, inSource, inEdge, edgeKind, edgeCount }: Graph, places: number[]): User[] {
  const own = new Uint8Array(size);
  for (const place of places) own[place] = 1;
  const users = new Map<number, User>();
  for (const place of places) {
    for (let i = inStart[place] as number; i < (inStart[place + 1] as number); i++) {
      const who = inSource[i] as number;
      if (own[who]) continue;
      const edge = inEdge[i] as number;
      const isWeak = edgeKind[edge] === WEAK;
      const user = users.get(who);
      if (user) {
        user.references += edgeCount[edge] as number;
        user.weakOnly &&= isWeak;
      } else users.set(who, { place: who, references: edgeCount[edge] as number, weakOnly: isWeak });
    }
  }
  return [...users.values()].sort((a, b) => a.place - b.place);
}

/** Users at each distance from 1; those further away than we count are with the last. */
function countByDepth(starts: number[]): number[] {
  const counts = starts.slice(1, -1).map((start, i) => (starts[i + 2] as number) - start);
  const far = counts.splice(DEPTHS).reduce((sum, count) => sum + count, 0);
  if (far > 0) counts.push((counts.pop() as number) + far);
  return counts;
}

/** Stands for the act, the assets and everything that names them: whatever else happens in the project leaves it as it is. */
function confirmationOf(graph: Graph, act: Act, places: number[], users: User[], byPath: { place: number; reason: string }[]): string {
  const hash = new Bun.CryptoHasher("sha256").update(act);
  const add = (place: number) => hash.update(graph.ids.subarray(place * 16, place * 16 + 16));
  for (const place of places) add(place);
  const counts = new Uint32Array(users.length * 2);
  for (const [i, user] of users.entries()) {
    add(user.place);
    counts[i * 2] = user.references;
    counts[i * 2 + 1] = user.weakOnly ? 1 : 0;
  }
  hash.update(counts).update(JSON.stringify(byPath.map(({ place, reason }) => [idAt(graph, place), reason])));
  return hash.digest("base64url");
}
