import { get, itemsOf, type ObjectReference, type TreeNode } from "../unity/tree.ts";
import type { FileEditor } from "./file-editor.ts";
import { modificationsOf, readModification } from "./instances.ts";
import { SpliceRefusal, type Step } from "./splice-value.ts";
import { writePath, writeReference } from "./write-scalar.ts";

/** The object in the prefab that an override is about, and the instance in this file that has the override. */
export type Target = { instanceId: string; reference: ObjectReference };

/** Writes an override: into the entry that there is, else as a new one behind those of the same object. */
export function writeOverride(editor: FileEditor, target: Target, path: string, to: Step["to"]): void {
  const list = listOf(editor, target);
  const items = itemsOf(list);
  const same = items.findLast((item) => isAbout(item, target, path));
  if (same) {
    rewriteEntry(editor, target, same, path, to);
    return;
  }
  const entry = (column: number) => writeEntry(target.reference, path, to, column);
  const neighbour = items.findLast((item) => readModification(item)?.target.localId === target.reference.localId) ?? items.at(-1);
  if (neighbour) {
    const at = editor.lineEnd(neighbour.end);
    editor.replace(at, at, entry(list.start - editor.lineStart(list.start)));
  } else {
    const column = editor.linePrefix(list.start).search(/\S/);
    const colon = editor.text.lastIndexOf(":", list.start);
    editor.replace(colon + 1, list.end, entry(column));
  }
}

/** Takes the overrides of a property and of all below it away. Throws `not_overridden` when there is none. */
export function revertOverride(editor: FileEditor, target: Target, path: string): void {
  const list = listOf(editor, target);
  const items = itemsOf(list);
  const gone = items.filter((item) => isAbout(item, target, path, true));
  if (gone.length === 0) throw new SpliceRefusal("not_overridden", `${path} is not overridden in this file`);
  if (gone.length === items.length) {
    const colon = editor.text.lastIndexOf(":", list.start);
    editor.replace(colon + 1, editor.lineEnd(list.end), " []");
    return;
  }
  for (const item of gone.toReversed()) editor.replace(editor.lineStart(item.start), editor.lineEnd(item.end) + 1, "");
}

function isAbout(item: TreeNode, { reference }: Target, path: string, alsoBelow = false): boolean {
  const modification = readModification(item);
  if (modification?.target.localId !== reference.localId) return false;
  return modification.path === path || (alsoBelow && modification.path.startsWith(`${path}.`));
}

function listOf(editor: FileEditor, { instanceId }: Target): TreeNode {
  const document = editor.read(instanceId);
  const list = document && modificationsOf(document);
  const isEmptyValue = list?.kind === "scalar" && list.text === "";
  if (!list || (list.kind !== "sequence" && !isEmptyValue))
    throw new SpliceRefusal("unreadable", "The prefab instance has no list of overrides");
  return list;
}

/** The lines of a new entry, each after a line feed. */
function writeEntry(target: ObjectReference, path: string, to: Step["to"], column: number): string {
  const dash = `${" ".repeat(column)}- target: `;
  const indent = " ".repeat(column + 2);
  const reference = "reference" in to ? to.reference : NOTHING;
  const lines = [
    `${dash}${writeReference(target, dash)}`,
    `${indent}propertyPath: ${writePath(path)}`,
    `${indent}value: ${"text" in to ? to.text : ""}`,
    `${indent}objectReference: ${writeReference(reference, `${indent}objectReference: `)}`,
  ];
  return lines.map((line) => `\n${line}`).join("");
}

const NOTHING: ObjectReference = { localId: "0", guid: null, type: null };

/** Only what differs is written; an entry has a value or a reference. */
function rewriteEntry(editor: FileEditor, target: Target, item: TreeNode, path: string, to: Step["to"]): void {
  const reference = get(item, "objectReference");
  const value = get(item, "value");
  if (!value || !reference) {
    const column = editor.linePrefix(item.start).lastIndexOf("-");
    editor.replace(editor.lineStart(item.start) - 1, editor.lineEnd(item.end), writeEntry(target.reference, path, to, column));
    return;
  }
  const writtenReference = writeReference("reference" in to ? to.reference : NOTHING, editor.linePrefix(reference.start));
  const isValueFirst = value.start < reference.start;
  const replaceReference = () => editor.replace(reference.start, reference.end, writtenReference);
  if (isValueFirst) replaceReference();
  replaceScalar(editor, value, "text" in to ? to.text : "");
  if (!isValueFirst) replaceReference();
}

/** A value behind its colon: an empty one may stand there without the blank that a text needs. */
export function replaceScalar(editor: FileEditor, node: TreeNode, text: string): void {
  const isGlued = text !== "" && /[:-]/.test(editor.text[node.start - 1] ?? "") && node.start === node.end;
  editor.replace(node.start, node.end, isGlued ? ` ${text}` : text);
}
