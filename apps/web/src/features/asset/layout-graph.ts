import type { AssetGraph } from "@slate/schema/api";

export const nodeWidthPx = 200;
export const nodeHeightPx = 44;
const columnGapPx = 88;
const rowGapPx = 12;
const marginPx = 16;
/** How often the columns are sorted by their neighbours; beyond it hardly anything moves. */
const sweeps = 6;

export type PlacedNode = AssetGraph["nodes"][number] & { x: number; y: number; column: number };
export type PlacedEdge = AssetGraph["edges"][number] & { path: string };
export type Layout = { columns: PlacedNode[][]; edges: PlacedEdge[]; width: number; height: number };

/**
 * Places a graph in columns: what uses the asset on the left, by distance, the asset itself, what it needs on the right. Within a column,
 * each node stands near those it is tied to (the barycentre heuristic of Sugiyama's layered drawing), so that few lines cross.
 */
export function layoutGraph({ nodes, edges }: AssetGraph): Layout {
  const byRank = Map.groupBy(nodes, rankOf);
  const ranks = [...byRank.keys()].sort((a, b) => a - b);
  const columns = ranks.map((rank) => [...(byRank.get(rank) ?? [])].sort((a, b) => a.path.localeCompare(b.path)));
  const neighbours = neighboursOf(edges);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) sortByNeighbours(column, columns, neighbours);
  }
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  const height = marginPx * 2 + tallest * (nodeHeightPx + rowGapPx) - rowGapPx;
  const placed = columns.map((column, index) => {
    const top = (height - (column.length * (nodeHeightPx + rowGapPx) - rowGapPx)) / 2;
    return column.map((node, row) => ({
      ...node,
      column: index,
      x: marginPx + index * (nodeWidthPx + columnGapPx),
      y: top + row * (nodeHeightPx + rowGapPx),
    }));
  });
  const byId = new Map(placed.flat().map((node) => [node.id, node]));
  return {
    columns: placed,
    edges: edges.flatMap((edge) => {
      const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
      return from && to ? [{ ...edge, path: curve(from, to) }] : [];
    }),
    width: marginPx * 2 + columns.length * (nodeWidthPx + columnGapPx) - columnGapPx,
    height,
  };
}

const rankOf = ({ side, depth }: AssetGraph["nodes"][number]) => (side === "uses" ? -depth : side === "self" ? 0 : depth);

function neighboursOf(edges: AssetGraph["edges"]): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const list = neighbours.get(one);
      if (list) list.push(other);
      else neighbours.set(one, [other]);
    }
  }
  return neighbours;
}

type Node = AssetGraph["nodes"][number];

function sortByNeighbours(column: Node[], columns: Node[][], neighbours: Map<string, string[]>) {
  // Places as parts of their column, so that long and short columns compare.
  const places = new Map(columns.flatMap((other) => other.map((node, index) => [node.id, (index + 0.5) / other.length] as const)));
  const own = new Set(column.map(({ id }) => id));
  const pull = new Map(
    column.map((node) => {
      const at = (neighbours.get(node.id) ?? []).flatMap((id) => (own.has(id) ? [] : (places.get(id) ?? [])));
      const mean = at.length > 0 ? at.reduce((sum, place) => sum + place, 0) / at.length : (places.get(node.id) ?? 0.5);
      return [node.id, mean] as const;
    }),
  );
  column.sort((a, b) => (pull.get(a.id) ?? 0) - (pull.get(b.id) ?? 0));
}

/** From the right edge of who names to the left edge of what is named; within a column, around it on the right. */
function curve(from: PlacedNode, to: PlacedNode): string {
  const [y1, y2] = [from.y + nodeHeightPx / 2, to.y + nodeHeightPx / 2];
  if (from.column === to.column) {
    const x = from.x + nodeWidthPx;
    return `M${x},${y1} C${x + columnGapPx / 2},${y1} ${x + columnGapPx / 2},${y2} ${x},${y2}`;
  }
  const forward = from.column < to.column;
  const [x1, x2] = forward ? [from.x + nodeWidthPx, to.x] : [from.x, to.x + nodeWidthPx];
  const bend = ((forward ? 1 : -1) * Math.abs(x2 - x1)) / 2;
  return `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`;
}
