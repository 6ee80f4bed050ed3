import { itemsOf } from "../../unity/tree.ts";
import { readScene, type SceneFile } from "../scene-file.ts";
import { findFlaws, keysOf, type ListFlaw, namedBy, rootPlaceholdersIn } from "./flaws.ts";
import { columnOf, listItemsOf } from "./parts.ts";
import { applyPatches, type Patch } from "./patch.ts";

/** Mending one thing may show another, but not for ever. */
const ROUNDS_LIMIT = 8;

/**
 * Mends what a merge made contradictory: lists of children, components and roots follow what the objects say, and references to what is gone
 * become empty. What one of the sides has wrong already stays as it is.
 */
export function repair(merged: SceneFile, sides: SceneFile[]): SceneFile {
  const roots = rootPlaceholdersIn(sides);
  const known = new Set(sides.flatMap((side) => findFlaws(side, roots).flatMap(keysOf)));
  let file = merged;
  for (let round = 0; round < ROUNDS_LIMIT; round++) {
    const { text } = file;
    const patches = findFlaws(file, roots).flatMap((flaw): Patch[] => {
      if (keysOf(flaw).every((key) => known.has(key))) return [];
      if (flaw.kind === "dangling") return [{ start: flaw.node.start, end: flaw.node.end, text: "{fileID: 0}" }];
      return mendList(text, flaw, known) ?? [];
    });
    if (patches.length === 0) return file;
    file = readScene(applyPatches(text, patches));
  }
  return file;
}

/** The list without what does not belong, and with what does at its end. */
function mendList(text: string, flaw: ListFlaw, known: Set<string>): Patch[] | null {
  const { entry, name, document } = flaw;
  const { value } = entry;
  const unknown = (verb: string) => (id: string) => !known.has(`${document.localId} ${name} ${verb} ${id}`);
  const stray = new Set(flaw.stray.filter(unknown("stray")));
  const missing = flaw.missing.filter(unknown("missing"));
  const lineEnd = text.indexOf("\n", value.end);
  const end = lineEnd < 0 ? text.length : lineEnd;
  const items = value.kind === "sequence" ? listItemsOf({ text, node: value, end }) : [];
  if (!items) return null;
  const keyColumn = entry.keyStart - (text.lastIndexOf("\n", entry.keyStart - 1) + 1);
  const column = value.kind === "sequence" && !value.flow ? columnOf({ text, node: value, end }) : keyColumn;
  const kept = items.filter((item) => !stray.has(namedBy(name, item.value.node) ?? "")).map(({ raw }) => raw);
  const lines = [...kept, ...missing.map((id) => (name === "m_Component" ? `- component: {fileID: ${id}}` : `- {fileID: ${id}}`))];
  const written = lines.length === 0 ? " []" : lines.map((line) => `\n${" ".repeat(column)}${line}`).join("");
  const isSame = lines.length === itemsOf(value).length && stray.size === 0;
  return isSame ? null : [{ start: entry.keyEnd + 1, end, text: written }];
}
