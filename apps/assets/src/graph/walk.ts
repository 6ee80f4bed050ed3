import type { Graph } from "./compact-graph.ts";

export type Direction = "uses" | "dependencies";

/** Everything that was reached, nearest first and in the order of paths within a step. Step `d` is `order` from `starts[d]` to `starts[d + 1]`. */
export type Walk = { order: Uint32Array; starts: number[] };

/** Follows edges breadth first from `from`, which is step 0; every asset is reached once, at its shortest distance. */
export function walk(graph: Graph, from: Iterable<number>, direction: Direction, limitDepth = Number.POSITIVE_INFINITY): Walk {
  const start = direction === "uses" ? graph.inStart : graph.outStart;
  const neighbour = direction === "uses" ? graph.inSource : graph.edgeTarget;
  const seen = new Uint8Array(graph.size);
  const order = new Uint32Array(graph.size);
  const starts = [0];
  let end = 0;
  for (const place of from) {
    if (seen[place]) continue;
    seen[place] = 1;
    order[end++] = place;
  }
  for (let begin = 0; end > begin; ) {
    order.subarray(begin, end).sort();
    starts.push(end);
    if (starts.length - 2 >= limitDepth) break;
    const stop = end;
    for (; begin < stop; begin++) {
      const place = order[begin] as number;
      for (let edge = start[place] as number; edge < (start[place + 1] as number); edge++) {
        const next = neighbour[edge] as number;
        if (seen[next]) continue;
        seen[next] = 1;
        order[end++] = next;
      }
    }
  }
  return { order: order.subarray(0, end), starts };
}
