import { type MapNode, referenceOf, type TreeNode } from "../unity/tree.ts";

/** A reference to an object of the same file, where it stands. */
export type LocalReference = { localId: string; node: MapNode };

/** Every reference below a node that stays in its file, in order; the null reference is none. */
export function localReferencesOf(node: TreeNode | null, found: LocalReference[] = []): LocalReference[] {
  if (node?.kind === "sequence") for (const item of node.items) localReferencesOf(item, found);
  if (node?.kind !== "map") return found;
  const reference = referenceOf(node);
  if (reference) {
    if (reference.guid === null && reference.localId !== "0") found.push({ localId: reference.localId, node });
    return found;
  }
  for (const { value } of node.entries) localReferencesOf(value, found);
  return found;
}
