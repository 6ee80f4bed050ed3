/** One thing in a tree. Folders have children, which may not be loaded yet. */
export type TreeNode = { id: string; name: string; folder: boolean };

/** A line of the tree as it is shown: a node, or the place where the children of an open folder will stand. */
export type TreeLine<Node extends TreeNode> =
  | { kind: "node"; node: Node; depth: number; parent: Node | null; position: number; siblings: number }
  | { kind: "loading"; parent: Node | null; depth: number };

/** The visible lines, in order. `childrenOf(null)` are the roots; undefined means not loaded yet. */
export function flattenTree<Node extends TreeNode>(
  childrenOf: (folder: Node | null) => readonly Node[] | undefined,
  expanded: ReadonlySet<string>,
): TreeLine<Node>[] {
  const lines: TreeLine<Node>[] = [];
  const visit = (parent: Node | null, depth: number) => {
    const children = childrenOf(parent);
    if (!children) {
      lines.push({ kind: "loading", parent, depth });
      return;
    }
    for (const [index, node] of children.entries()) {
      lines.push({ kind: "node", node, depth, parent, position: index + 1, siblings: children.length });
      if (node.folder && expanded.has(node.id)) visit(node, depth + 1);
    }
  };
  visit(null, 0);
  return lines;
}

/** The next line whose name begins with what was typed, looking from `from` on and around; -1 when there is none. */
export function findByPrefix<Node extends TreeNode>(lines: readonly TreeLine<Node>[], typed: string, from: number): number {
  const wanted = typed.toLocaleLowerCase();
  for (let step = 0; step < lines.length; step++) {
    const index = (from + step) % lines.length;
    const line = lines[index];
    if (line?.kind === "node" && line.node.name.toLocaleLowerCase().startsWith(wanted)) return index;
  }
  return -1;
}

/** Whether a node may be put into a folder (null: the root): not into itself, not below itself, not where it is. */
export function mayMoveInto<Node extends TreeNode>(lines: readonly TreeLine<Node>[], nodeId: string, folder: Node | null): boolean {
  const parents = new Map(lines.flatMap((line) => (line.kind === "node" ? [[line.node.id, line.parent?.id ?? null] as const] : [])));
  if (!parents.has(nodeId) || parents.get(nodeId) === (folder?.id ?? null)) return false;
  for (let at: string | null = folder?.id ?? null; at !== null; at = parents.get(at) ?? null) {
    if (at === nodeId) return false;
  }
  return true;
}
