import { type Actor, readPrimary } from "@slate/service";
import type { Deps } from "../deps.ts";
import type { Graph } from "./compact-graph.ts";
import { findUnused, type Unused } from "./unused.ts";

const found = new WeakMap<Graph, Promise<Unused[]>>();

/** The unused assets of a graph, found once: both are of one version. */
export function unusedIn(deps: Deps, actor: Actor, projectId: string, graph: Graph): Promise<Unused[]> {
  const known = found.get(graph);
  if (known) return known;
  const finding = readPrimary(deps, actor, (q) => findUnused(q, projectId, graph));
  found.set(graph, finding);
  finding.catch(() => found.delete(graph));
  return finding;
}
