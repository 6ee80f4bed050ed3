import { childrenOf, itemPath } from "../unity/property-path.ts";
import { entriesOf, referenceOf, type SequenceNode, type TreeNode } from "../unity/tree.ts";
import { describeValue } from "./describe-value.ts";
import { isStructure } from "./fields.ts";
import { lastKey } from "./inspect.ts";

/** One value that differs; undefined where it is not there. */
export type ValueChange = { path: string; before: TreeNode | undefined; after: TreeNode | undefined };
export type ValueChanges = { changes: ValueChange[]; hidden: number };

/** Whether two values mean the same, however they are written. */
export function isSame(a: TreeNode | undefined, b: TreeNode | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === "scalar" && b.kind === "scalar") return a.text === b.text || isSameNumber(a.text, b.text);
  if (a.kind === "sequence" && b.kind === "sequence")
    return a.items.length === b.items.length && a.items.every((item, i) => isSame(item, b.items[i]));
  if (a.kind !== "map" || b.kind !== "map") return isEmpty(a) && isEmpty(b);
  const others = entriesOf(b);
  return (
    a.entries.length === others.length && a.entries.every(({ key, value }, i) => others[i]?.key === key && isSame(value, others[i]?.value))
  );
}

const isEmpty = (node: TreeNode) =>
  node.kind === "scalar" ? node.text === "" : node.kind === "map" ? node.entries.length === 0 : node.items.length === 0;
/** Long integers are ids: JavaScript would round two of them to one. */
const isSameNumber = (a: string, b: string) => a !== "" && b !== "" && a.length < 16 && b.length < 16 && Number(a) === Number(b);

/**
 * What differs between two objects, value by value: vectors, colours and references are one value. What holds objects together, and what is only
 * written differently, is counted as hidden.
 */
export function diffValues(before: TreeNode | null, after: TreeNode | null): ValueChanges {
  const found: ValueChanges = { changes: [], hidden: 0 };
  diffNodes(before ?? undefined, after ?? undefined, "", found);
  return found;
}

function diffNodes(before: TreeNode | undefined, after: TreeNode | undefined, path: string, found: ValueChanges): void {
  const isShown = path === "" || !isStructure(path);
  if (!isShown || isSame(before, after)) {
    if (!isShown && !isSame(before, after)) found.hidden++;
  } else if (before?.kind === "sequence" && after?.kind === "sequence") diffSequences(before, after, path, found);
  else if (isParent(before, path) || isParent(after, path)) diffChildren(before, after, path, found);
  else found.changes.push({ path, before, after });
}

/** Whether it is shown by its children and not as one value. */
function isParent(node: TreeNode | undefined, path: string): boolean {
  if (!node || node.kind === "scalar" || referenceOf(node)) return false;
  if (node.kind === "sequence") return node.items.length > 0;
  return node.entries.length > 0 && describeValue(node, lastKey(path)).kind === "object";
}

function diffChildren(before: TreeNode | undefined, after: TreeNode | undefined, path: string, found: ValueChanges): void {
  const childrenAt = (node: TreeNode | undefined) =>
    new Map(node ? Array.from(childrenOf(node, path), (child) => [child.path, child.node]) : []);
  const old = childrenAt(before);
  const now = childrenAt(after);
  // A value gives way to a list or a map: it is gone as a whole.
  if (before && old.size === 0 && !isEmpty(before)) found.changes.push({ path, before, after: undefined });
  if (after && now.size === 0 && !isEmpty(after)) found.changes.push({ path, before: undefined, after });
  for (const child of new Set([...old.keys(), ...now.keys()])) diffNodes(old.get(child), now.get(child), child, found);
}

/** What begins and ends both lists alike is not compared: an element put in the middle is one change and not one for each behind it. */
function diffSequences(before: SequenceNode, after: SequenceNode, path: string, found: ValueChanges): void {
  const old = before.items;
  const now = after.items;
  let start = 0;
  if (old.length !== now.length) while (start < Math.min(old.length, now.length) && isSame(old[start], now[start])) start++;
  let oldEnd = old.length;
  let nowEnd = now.length;
  if (old.length !== now.length) {
    while (oldEnd > start && nowEnd > start && isSame(old[oldEnd - 1], now[nowEnd - 1])) {
      oldEnd--;
      nowEnd--;
    }
  }
  for (let i = start; i < Math.max(oldEnd, nowEnd); i++) {
    diffNodes(i < oldEnd ? old[i] : undefined, i < nowEnd ? now[i] : undefined, itemPath(path, i), found);
  }
}
