import type { AssetGraph } from "@slate/schema/api";
import type { Actor } from "@slate/service";
import type { Deps } from "../deps.ts";
import { type Graph, idAt, KINDS, nameAt, sizeAt } from "./compact-graph.ts";
import { findInGraph } from "./find-graph.ts";
import { type Direction, walk } from "./walk.ts";

type Query = { direction: Direction | "both"; depth: number; limit: number };
type Side = AssetGraph["nodes"][number]["side"];
type Found = { place: number; depth: number; side: Side };

const EDGES = 5000;

/** What is around an asset, for drawing: the nearest first, at most `limit` besides itself. Throws `asset.not_found`. */
export async function neighbourhoodOf(deps: Deps, actor: Actor, id: string, { direction, depth, limit }: Query): Promise<AssetGraph> {
  const { graph, place } = await findInGraph(deps, actor, id);
  const sides: Direction[] = direction === "both" ? ["uses", "dependencies"] : [direction];
  const around = sides.flatMap((side) => ring(graph, place, side, depth)).sort((a, b) => a.depth - b.depth);
  const drawn = new Map<number, Found>([[place, { place, depth: 0, side: "self" }]]);
  let truncated = false;
  for (const found of around) {
    if (drawn.has(found.place)) continue;
    truncated = drawn.size > limit;
    if (truncated) break;
    drawn.set(found.place, found);
  }
  const edges = edgesAmong(graph, drawn);
  return {
    nodes: [...drawn.values()].map((found) => ({
      ...nameAt(graph, found.place),
      size: sizeAt(graph, found.place),
      depth: found.depth,
      side: found.side,
      hidden: countHidden(graph, found.place, drawn),
    })),
    edges: edges.slice(0, EDGES),
    truncated: truncated || edges.length > EDGES,
  };
}

function ring(graph: Graph, place: number, side: Direction, depth: number): Found[] {
  const { order, starts } = walk(graph, [place], side, depth);
  return starts
    .slice(1, -1)
    .flatMap((start, i) => Array.from(order.subarray(start, starts[i + 2]), (at) => ({ place: at, depth: i + 1, side })));
}

function edgesAmong(graph: Graph, drawn: Map<number, unknown>): AssetGraph["edges"] {
  const { outStart, edgeTarget, edgeKind, edgeCount } = graph;
  const edges: AssetGraph["edges"] = [];
  for (const from of drawn.keys()) {
    for (let edge = outStart[from] as number; edge < (outStart[from + 1] as number) && edges.length <= EDGES; edge++) {
      const to = edgeTarget[edge] as number;
      const kind = KINDS[edgeKind[edge] as number];
      if (kind && drawn.has(to)) edges.push({ from: idAt(graph, from), to: idAt(graph, to), kind, count: edgeCount[edge] as number });
    }
  }
  return edges;
}

/** Assets that name this one or that it names, and that are not in the drawing. */
function countHidden({ inStart, inSource, outStart, edgeTarget }: Graph, place: number, drawn: Map<number, unknown>): number {
  const hidden = new Set<number>();
  for (const other of inSource.subarray(inStart[place], inStart[place + 1])) if (!drawn.has(other)) hidden.add(other);
  for (const other of edgeTarget.subarray(outStart[place], outStart[place + 1])) if (!drawn.has(other)) hidden.add(other);
  return hidden.size;
}
