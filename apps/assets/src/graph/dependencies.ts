import type { Dependencies } from "@slate/schema/api";
import { type Actor, decodeCursor, pageOf } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { type Graph, idAt, nameAt, pathAt, sizeAt } from "./compact-graph.ts";
import { findInGraph } from "./find-graph.ts";
import { type Walk, walk } from "./walk.ts";

/** Depth, path and id of the last item: places change with the graph, these do not. */
const Cursor = z.tuple([z.number(), z.string(), z.string()]);
type Query = { depth: number; limit: number; cursor?: string };

/** Everything an asset needs, directly or through others, nearest first. Throws `asset.not_found`. */
export async function listDependencies(deps: Deps, actor: Actor, id: string, query: Query): Promise<Dependencies> {
  const after = decodeCursor(Cursor, query.cursor);
  const { graph, place } = await findInGraph(deps, actor, id);
  const reached = walk(graph, [place], "dependencies", query.depth);
  const { order, starts } = reached;
  const begin = after ? firstAfter(graph, reached, after) : 1;
  const rows = Array.from(order.subarray(begin, begin + query.limit + 1), (at, i) => ({
    ...nameAt(graph, at),
    size: sizeAt(graph, at),
    depth: depthOf(starts, begin + i),
  }));
  const bytes = order.subarray(1).reduce((sum, at) => sum + sizeAt(graph, at), 0);
  return {
    ...pageOf(
      rows,
      query.limit,
      ({ depth, path, id: last }) => [depth, path, last],
      (row) => row,
    ),
    total: { count: order.length - 1, bytes, maxDepth: depthOf(starts, order.length - 1) },
  };
}

/** Which step the entry at `position` belongs to. */
const depthOf = (starts: number[], position: number): number => starts.findLastIndex((start) => start <= position);

/** Position of the first entry behind the cursor. */
function firstAfter(graph: Graph, { order, starts }: Walk, [depth, path, id]: z.infer<typeof Cursor>): number {
  const begin = starts[Math.max(depth, 1)] ?? order.length;
  const end = starts[depth + 1] ?? order.length;
  const wanted = Buffer.from(path);
  for (let position = begin; position < end; position++) {
    const place = order[position] as number;
    const compared = Buffer.compare(Buffer.from(pathAt(graph, place)), wanted);
    if (compared > 0 || (compared === 0 && idAt(graph, place) > id)) return position;
  }
  return end;
}
