import { findByPath } from "../unity/property-path.ts";
import { entriesOf, type MapNode, type SequenceNode, type TreeNode } from "../unity/tree.ts";
import type { FileEditor } from "./file-editor.ts";
import { SpliceRefusal } from "./splice-value.ts";

/** The most elements that an edit may ask for. */
const ARRAY_LIMIT = 1000;

/** The size that an edit of `Array.size` asks for. Throws a refusal for anything else. */
export function arraySize(value: unknown, path: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= ARRAY_LIMIT) return value;
  throw new SpliceRefusal("type", `${path} is a size from 0 to ${ARRAY_LIMIT}`);
}

/** Cuts an array, or makes it longer by copies of its last element as the editor does. Lines of other elements keep their bytes. */
export function resizeArray(editor: FileEditor, body: MapNode, path: string, size: number): void {
  const node = findByPath(body, path);
  if (node?.kind !== "sequence") throw new SpliceRefusal("unknown_path", `There is no array ${path}`);
  const count = node.items.length;
  if (size === count) return;
  if (count === 0 || node.flow) throw new SpliceRefusal("type", `${path} is empty: nothing tells what its elements look like`);
  const last = node.items[count - 1] as TreeNode;
  const kept = node.items[size - 1];
  if (size > count) growArray(editor, node, size - count);
  else if (kept) editor.replace(editor.lineEnd(kept.end), editor.lineEnd(last.end), "");
  else emptyArray(editor, body, node, last);
}

function growArray(editor: FileEditor, node: SequenceNode, more: number): void {
  const last = node.items.at(-1) as TreeNode;
  const column = node.start - editor.lineStart(node.start);
  const dash = editor.lineStart(last.start) + column;
  if (editor.text[dash] !== "-") throw new SpliceRefusal("type", "The elements of this array are written in an unusual way");
  const end = editor.lineEnd(last.end);
  const element = `\n${" ".repeat(column)}${editor.text.slice(dash, end)}`;
  editor.replace(end, end, element.repeat(more));
}

function emptyArray(editor: FileEditor, body: MapNode, node: SequenceNode, last: TreeNode): void {
  const keyEnd = keyEndOf(body, node);
  if (keyEnd === undefined) throw new SpliceRefusal("type", "An array inside an array cannot be emptied");
  editor.replace(keyEnd + 1, editor.lineEnd(last.end), " []");
}

/** Where the key above a node ends. */
function keyEndOf(parent: TreeNode, node: TreeNode): number | undefined {
  for (const { value, keyEnd } of entriesOf(parent)) {
    const found = value === node ? keyEnd : keyEndOf(value, node);
    if (found !== undefined) return found;
  }
  if (parent.kind !== "sequence") return undefined;
  for (const item of parent.items) {
    const found = keyEndOf(item, node);
    if (found !== undefined) return found;
  }
  return undefined;
}
