import { expect, test } from "bun:test";
import { findByPrefix, flattenTree, mayMoveInto, type TreeNode } from "./tree-model.ts";

const folder = (id: string): TreeNode => ({ id, name: id, folder: true });
const file = (id: string): TreeNode => ({ id, name: id, folder: false });

const children: Record<string, TreeNode[]> = {
  "": [folder("Assets"), folder("Packages"), file("README.md")],
  Assets: [folder("Scenes"), file("Atlas.png")],
  Scenes: [file("Main.unity")],
};
const childrenOf = (parent: TreeNode | null) => children[parent?.id ?? ""];
const linesOf = (...expanded: string[]) => flattenTree(childrenOf, new Set(expanded));
const shape = (...expanded: string[]) =>
  linesOf(...expanded).map((line) => `${"  ".repeat(line.depth)}${line.kind === "node" ? line.node.name : "…"}`);

test("only open folders show their children", () => {
  expect(shape()).toEqual(["Assets", "Packages", "README.md"]);
  expect(shape("Assets", "Scenes")).toEqual(["Assets", "  Scenes", "    Main.unity", "  Atlas.png", "Packages", "README.md"]);
});

test("an open folder inside a closed one stays out of sight", () => {
  expect(shape("Scenes")).toEqual(["Assets", "Packages", "README.md"]);
});

test("children that are still on their way keep their place", () => {
  expect(shape("Packages")).toEqual(["Assets", "Packages", "  …", "README.md"]);
});

test("typing jumps to the next match, around the end, without case", () => {
  const lines = linesOf("Assets");
  expect(findByPrefix(lines, "at", 0)).toBe(2);
  expect(findByPrefix(lines, "a", 3)).toBe(0);
  expect(findByPrefix(lines, "x", 0)).toBe(-1);
});

test("a folder cannot be moved into itself, below itself or where it already is", () => {
  const lines = linesOf("Assets", "Scenes");
  const find = (id: string) => lines.flatMap((line) => (line.kind === "node" && line.node.id === id ? [line.node] : []))[0] ?? null;
  expect(mayMoveInto(lines, "Assets", find("Assets"))).toBe(false);
  expect(mayMoveInto(lines, "Assets", find("Scenes"))).toBe(false);
  expect(mayMoveInto(lines, "Scenes", find("Assets"))).toBe(false);
  expect(mayMoveInto(lines, "Scenes", find("Packages"))).toBe(true);
  expect(mayMoveInto(lines, "Scenes", null)).toBe(true);
  expect(mayMoveInto(lines, "README.md", null)).toBe(false);
});

test("ten thousand nodes are laid out well within a frame", () => {
  const many = Array.from({ length: 100 }, (_, index) => folder(`f${index}`));
  const below = (parent: TreeNode | null) => (parent ? Array.from({ length: 100 }, (_, index) => file(`${parent.id}/${index}`)) : many);
  const expanded = new Set(many.map(({ id }) => id));
  flattenTree(below, expanded);
  const startedAt = performance.now();
  expect(flattenTree(below, expanded)).toHaveLength(10_100);
  expect(performance.now() - startedAt).toBeLessThan(100);
});
