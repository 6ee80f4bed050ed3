import { itemPath } from "../../unity/property-path.ts";
import { entriesOf, get, referenceOf, type TreeNode, textOf } from "../../unity/tree.ts";
import { readModification } from "../instances.ts";
import { type At, chooseRaw, conflictId, mergeValue } from "./merge-value.ts";
import { mergeOrder } from "./order.ts";
import { columnOf, type Item, joinLines, listItemsOf, type Part } from "./parts.ts";
import { type Three, takeChanged } from "./sides.ts";

/** Lists in which each element is known by what it names, and not by its place. */
const KEYS = new Map<string, (item: TreeNode) => string | null>([
  ["m_Component", (item) => referenceKey(entriesOf(item)[0]?.value)],
  ["m_Children", referenceKey],
  ["m_Roots", referenceKey],
  ["m_RemovedComponents", referenceKey],
  ["m_RemovedGameObjects", referenceKey],
  ["m_AddedGameObjects", (item) => referenceKey(get(item, "addedObject"))],
  ["m_AddedComponents", (item) => referenceKey(get(item, "addedObject"))],
  ["RefIds", (item) => textOf(item, "rid") ?? null],
  [
    "m_Modifications",
    (item) => {
      const modification = readModification(item);
      return modification && `${modification.target.localId} ${modification.target.guid} ${modification.path}`;
    },
  ],
]);
/** Lists whose order people see: where both change it, they are asked. */
const ORDERED = new Set(["m_Children", "m_Roots", "m_Component"]);

function referenceKey(node: TreeNode | undefined): string | null {
  const reference = referenceOf(node);
  return reference ? `${reference.localId} ${reference.guid ?? ""}` : null;
}

type Lists = Three<Item[]>;

/**
 * Merges lists. Gives their lines, with the indent of the first, or "" for an empty list; null when they cannot be taken apart. A side that has
 * no list at all counts as empty.
 */
export function mergeList(parts: Three<Part | null>, at: At): string | null {
  const [base, ours, theirs] = [itemsIn(parts.base), itemsIn(parts.ours), itemsIn(parts.theirs)];
  if (!base || !ours || !theirs) return null;
  const columns = new Set([parts.base, parts.ours, parts.theirs].flatMap((part) => (part && isBlock(part) ? [columnOf(part)] : [])));
  const [column] = columns;
  if (column === undefined || columns.size > 1) return null;
  const lists = { base, ours, theirs };
  const raws = mergeKeyed(lists, at) ?? mergePlaces(lists, at) ?? mergeStretch(lists, at);
  return raws.length === 0 ? "" : " ".repeat(column) + joinLines(raws, column);
}

const isBlock = ({ node }: Part) => node.kind === "sequence" && !node.flow;

function itemsIn(part: Part | null): Item[] | null {
  if (!part) return [];
  if (part.node.kind === "sequence") return listItemsOf({ ...part, node: part.node });
  return part.node.kind === "scalar" && part.node.text === "" ? [] : null;
}

/** By what the elements name. Null when this list has no such key, or two elements the same. */
function mergeKeyed(lists: Lists, at: At): string[] | null {
  const name = at.path.slice(at.path.lastIndexOf(".") + 1);
  const keyOf = KEYS.get(name);
  const [base, ours, theirs] = [byKey(lists.base, keyOf), byKey(lists.ours, keyOf), byKey(lists.theirs, keyOf)];
  if (!base || !ours || !theirs) return null;
  const merged = new Map<string, string>();
  for (const key of new Set([...ours.keys(), ...theirs.keys(), ...base.keys()])) {
    const raw = mergeItem(
      { base: base.get(key), ours: ours.get(key), theirs: theirs.get(key) },
      placeOf(at, key, ours.get(key) ?? theirs.get(key)),
    );
    if (raw !== null) merged.set(key, raw);
  }
  const keys = { base: [...base.keys()], ours: [...ours.keys()], theirs: [...theirs.keys()] };
  return orderKeyed(keys, new Set(merged.keys()), name, at).map((key) => merged.get(key) ?? "");
}

function byKey(items: Item[], keyOf: ((item: TreeNode) => string | null) | undefined): Map<string, Item> | null {
  const found = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf?.(item.value.node) ?? null;
    if (key === null || found.has(key)) return null;
    found.set(key, item);
  }
  return found;
}

/** An override is named by the property and the object that it is about. */
function placeOf(at: At, key: string, item: Item | undefined): At {
  const modification = item && readModification(item.value.node);
  return modification
    ? { ...at, path: modification.path, target: modification.target.localId }
    : { ...at, path: `${at.path}[${key.trim()}]` };
}

function orderKeyed(keys: Three<string[]>, kept: Set<string>, name: string, at: At): string[] {
  const { order, isContested } = mergeOrder(keys, kept);
  if (!isContested || !ORDERED.has(name)) return order;
  const { localId, path, target, decisions } = at;
  const [base, ours, theirs] = [keys.base.join("\n"), keys.ours.join("\n"), keys.theirs.join("\n")];
  const taken = decisions.decide({ id: `${conflictId(at)} order`, kind: "order", localId, path, target, base, ours, theirs });
  return taken === "ours"
    ? order
    : mergeOrder({ base: keys[taken], ours: keys[taken], theirs: taken === "base" ? keys.ours : keys.ours }, kept).order;
}

/** As many elements everywhere: each place by itself. */
function mergePlaces({ base, ours, theirs }: Lists, at: At): string[] | null {
  if (base.length !== ours.length || base.length !== theirs.length) return null;
  return ours.map(
    (item, i) => mergeItem({ base: base[i], ours: item, theirs: theirs[i] }, { ...at, path: itemPath(at.path, i) }) ?? item.raw,
  );
}

/** The merged lines of one element; null when it is gone. */
function mergeItem({ base, ours, theirs }: Three<Item | undefined>, at: At): string | null {
  const raws = { base: base?.raw ?? null, ours: ours?.raw ?? null, theirs: theirs?.raw ?? null };
  const changed = takeChanged(raws);
  if (changed !== undefined) return changed;
  if (!base || !ours || !theirs || ours.head !== theirs.head || ours.head !== base.head) return chooseRaw(raws, at);
  return ours.head + mergeValue({ base: base.value, ours: ours.value, theirs: theirs.value }, at);
}

/** Where each side changed one stretch and the two do not touch, both count; else people decide about the whole list. */
function mergeStretch({ base, ours, theirs }: Lists, at: At): string[] {
  const [b, o, t] = [base, ours, theirs].map((items) => items.map(({ raw }) => raw)) as [string[], string[], string[]];
  const [our, their] = [stretchOf(b, o), stretchOf(b, t)];
  if (our.end < their.start || their.end < our.start) {
    const [first, second] = our.start < their.start ? [our, their] : [their, our];
    return [...b.slice(0, first.start), ...first.lines, ...b.slice(first.end, second.start), ...second.lines, ...b.slice(second.end)];
  }
  const texts = { base: b.join("\n"), ours: o.join("\n"), theirs: t.join("\n") };
  const { localId, path, target, decisions } = at;
  return { base: b, ours: o, theirs: t }[decisions.decide({ id: conflictId(at), kind: "list", localId, path, target, ...texts })];
}

/** What lies between the common beginning and the common end. */
function stretchOf(base: string[], changed: string[]): { start: number; end: number; lines: string[] } {
  let start = 0;
  while (start < Math.min(base.length, changed.length) && base[start] === changed[start]) start++;
  let fromEnd = 0;
  while (
    fromEnd < Math.min(base.length, changed.length) - start &&
    base[base.length - 1 - fromEnd] === changed[changed.length - 1 - fromEnd]
  )
    fromEnd++;
  return { start, end: base.length - fromEnd, lines: changed.slice(start, changed.length - fromEnd) };
}
