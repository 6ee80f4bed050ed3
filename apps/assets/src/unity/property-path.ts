import { entriesOf, type MapNode, type TreeNode } from "./tree.ts";

/** Old files write an array as a map in which every key is `data`. */
const isDataMap = (map: MapNode): boolean => map.entries.length > 1 && map.entries.every(({ key }) => key === "data");

/** Path of a child, as Unity writes property paths. */
export const keyPath = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);
export const itemPath = (path: string, index: number): string => keyPath(path, `Array.data[${index}]`);

/** The children of a node with their property paths, `path` being its own; in the order of the file. */
export function* childrenOf(node: TreeNode, path: string): Generator<{ path: string; node: TreeNode }> {
  if (node.kind === "sequence") {
    for (const [index, item] of node.items.entries()) yield { path: itemPath(path, index), node: item };
  } else if (node.kind === "map") {
    const isArray = isDataMap(node);
    for (const [index, { key, value }] of node.entries.entries()) {
      yield { path: isArray ? itemPath(path, index) : keyPath(path, key), node: value };
    }
  }
}

/** Every node below `node` with its property path, parents before children, in the order of the file. */
export function* walk(node: TreeNode, path = ""): Generator<{ path: string; node: TreeNode }> {
  for (const child of childrenOf(node, path)) {
    yield child;
    if (child.node.kind !== "scalar") yield* walk(child.node, child.path);
  }
}

/**
 * Finds a node below `root` by a property path such as `m_Materials.Array.data[0]` or `m_LocalPosition.x`. A pair that is written as a
 * map of one key answers to `second` as well. `Array.size` is no node: count the items. Undefined when there is nothing there.
 */
export function findByPath(root: TreeNode, path: string): TreeNode | undefined {
  let node: TreeNode | undefined = root;
  let rest = path;
  while (node && rest !== "") {
    const step: Step | undefined = stepInto(node, rest);
    node = step?.node;
    rest = step?.rest ?? "";
  }
  return node;
}

/** The property path of `target` (the same object, not an equal one) below `root`; undefined when it is not in this tree. */
export function pathOf(root: TreeNode, target: TreeNode): string | undefined {
  if (root === target) return "";
  for (const { path, node } of walk(root)) if (node === target) return path;
  return undefined;
}

type Step = { node: TreeNode; rest: string };

function stepInto(node: TreeNode, path: string): Step | undefined {
  const index = /^Array\.data\[(\d{1,9})\](?:\.|$)/.exec(path);
  if (index) {
    const at = Number(index[1]);
    const isArray = node.kind === "map" && node.entries.every(({ key }) => key === "data");
    const item = node.kind === "sequence" ? node.items[at] : isArray ? node.entries[at]?.value : undefined;
    if (item) return { node: item, rest: path.slice(index[0].length) };
  }
  const entries = entriesOf(node);
  // Keys may hold dots themselves, so the longest key that the path begins with wins.
  let found: Step | undefined;
  let length = -1;
  for (const { key, value } of entries) {
    if (key.length <= length || !path.startsWith(key)) continue;
    if (path.length !== key.length && path[key.length] !== ".") continue;
    found = { node: value, rest: path.slice(key.length + 1) };
    length = key.length;
  }
  const [only] = entries;
  if (!found && only && entries.length === 1 && /^second(\.|$)/.test(path)) return { node: only.value, rest: path.slice("second.".length) };
  return found;
}
