import { expect, test } from "bun:test";
import type { AssetGraph } from "@slate/schema/api";
import { layoutGraph, nodeHeightPx } from "./layout-graph.ts";

type Node = AssetGraph["nodes"][number];
const node = (id: string, side: Node["side"], depth: number): Node => ({
  id,
  guid: id,
  path: `Assets/${id}`,
  type: "prefab",
  size: 1,
  depth,
  side,
  hidden: 0,
});
const edge = (from: string, to: string) => ({ from, to, kind: "strong" as const, count: 1 });

test("what uses an asset stands left of it, what it needs stands right, by distance", () => {
  const nodes = [
    node("self", "self", 0),
    node("scene", "uses", 1),
    node("world", "uses", 2),
    node("mat", "dependencies", 1),
    node("tex", "dependencies", 2),
  ];
  const { columns } = layoutGraph({ nodes, edges: [edge("scene", "self"), edge("self", "mat")], truncated: false });
  expect(columns.map((column) => column.map(({ id }) => id))).toEqual([["world"], ["scene"], ["self"], ["mat"], ["tex"]]);
});

test("lines do not cross where they need not, and nodes never overlap", () => {
  const nodes = [
    node("self", "self", 0),
    ...["a", "b", "c"].map((id) => node(id, "dependencies", 1)),
    ...["x", "y", "z"].map((id) => node(id, "dependencies", 2)),
  ];
  const edges = [...["a", "b", "c"].map((id) => edge("self", id)), edge("a", "z"), edge("b", "y"), edge("c", "x")];
  const [, near = [], far = []] = layoutGraph({ nodes, edges, truncated: false }).columns;
  const partner: Record<string, string> = { a: "z", b: "y", c: "x" };
  expect(far.map(({ id }) => id)).toEqual(near.map(({ id }) => partner[id] ?? ""));
  for (const column of [near, far])
    for (const [index, { y }] of column.entries()) expect(y).toBeGreaterThanOrEqual((column[index - 1]?.y ?? -nodeHeightPx) + nodeHeightPx);
});

test("an edge to a node that is not drawn is left out", () => {
  expect(layoutGraph({ nodes: [node("self", "self", 0)], edges: [edge("self", "elsewhere")], truncated: true }).edges).toEqual([]);
});
