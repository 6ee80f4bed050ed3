import { keyPath } from "../../unity/property-path.ts";
import { entriesOf, type MapNode, referenceOf, type TreeNode } from "../../unity/tree.ts";
import { mergeList } from "./merge-list.ts";
import { mergeOrder } from "./order.ts";
import { columnOf, type Field, fieldsOf, joinLines, type Part, rawOf } from "./parts.ts";
import { type Decisions, type Three, takeChanged } from "./sides.ts";

/** Where a merge is: the document, the property path, and for an override the object in the prefab. */
export type At = { localId: string; path: string; target: string | null; decisions: Decisions };

/** Identifies a place for people to decide about. */
export const conflictId = ({ localId, path, target }: Pick<At, "localId" | "path" | "target">): string =>
  [localId, ...(target === null ? [] : [target]), path].join(" ");

/** Merges the value of one place, as deep as both changed it. Gives the text that stands for it. */
export function mergeValue(parts: Three<Part>, at: At): string {
  const raws = { base: rawOf(parts.base), ours: rawOf(parts.ours), theirs: rawOf(parts.theirs) };
  const changed = takeChanged(raws);
  if (changed !== undefined) return changed;
  return mergeFields(parts, at) ?? mergeFlow(parts, at) ?? chooseRaw(raws, at);
}

/** The side that is decided for. Null when that side does not have it. */
export function chooseRaw<T extends string | null>(raws: Three<T>, at: At, kind: "property" | "list" = "property"): T {
  const { localId, path, target, decisions } = at;
  return raws[decisions.decide({ id: conflictId(at), kind, localId, path, target, ...raws })];
}

/** Maps of the same form, key by key; null when they cannot be taken apart alike. */
function mergeFields(parts: Three<Part>, at: At): string | null {
  const fields = takeApart(parts);
  if (!fields) return null;
  const column = columnOf(parts.ours);
  if (columnOf(parts.base) !== column || columnOf(parts.theirs) !== column) return null;
  const keys = { base: [...fields.base.keys()], ours: [...fields.ours.keys()], theirs: [...fields.theirs.keys()] };
  const merged = new Map<string, string>();
  for (const key of new Set([...keys.ours, ...keys.theirs, ...keys.base])) {
    const raw = mergeField(
      { base: fields.base.get(key), ours: fields.ours.get(key), theirs: fields.theirs.get(key) },
      { ...at, path: keyPath(at.path, key) },
    );
    if (raw !== null) merged.set(key, raw);
  }
  if (merged.size === 0) return null;
  const { order } = mergeOrder(keys, new Set(merged.keys()));
  return joinLines(
    order.map((key) => merged.get(key) ?? ""),
    column,
  );
}

type Fields = Map<string, Field>;
function takeApart({ base, ours, theirs }: Three<Part>): Three<Fields> | null {
  const [b, o, t] = [fieldMap(base), fieldMap(ours), fieldMap(theirs)];
  return b && o && t ? { base: b, ours: o, theirs: t } : null;
}

function fieldMap(part: Part): Fields | null {
  const { node } = part;
  const fields = node.kind === "map" ? fieldsOf({ ...part, node }) : null;
  const byKey = new Map(fields?.map((field) => [field.key, field]));
  // Old files have maps in which every key is `data`: those are lists, and which is which nobody knows.
  return fields && byKey.size === fields.length ? byKey : null;
}

/** The merged lines of one field; null when it is gone. */
function mergeField({ base, ours, theirs }: Three<Field | undefined>, at: At): string | null {
  const raws = { base: base?.raw ?? null, ours: ours?.raw ?? null, theirs: theirs?.raw ?? null };
  const changed = takeChanged(raws);
  if (changed !== undefined) return changed;
  if (!ours || !theirs) return chooseRaw(raws, at);
  if (isList(ours) || isList(theirs)) {
    const list = mergeList({ base: base?.value ?? null, ours: ours.value, theirs: theirs.value }, at);
    if (list !== null) return list === "" ? `${keyOf(ours)}: []` : `${keyOf(ours)}:\n${list}`;
  }
  if (!base || ours.value.node.kind !== theirs.value.node.kind) return chooseRaw(raws, at);
  const head = takeChanged({ base: base.head, ours: ours.head, theirs: theirs.head });
  if (head === undefined || base.value.node.kind !== ours.value.node.kind) return chooseRaw(raws, at);
  return head + mergeValue({ base: base.value, ours: ours.value, theirs: theirs.value }, at);
}

const isList = ({ value }: Field) => value.node.kind === "sequence";
/** The key as it is written, quotes and all. */
const keyOf = ({ head }: Field) => head.slice(0, head.lastIndexOf(":"));

/** `{x: 1, y: 2}`: each number by itself. A reference is one value. */
function mergeFlow({ base, ours, theirs }: Three<Part>, at: At): string | null {
  const maps = [base, ours, theirs].map(({ node }) => node);
  if (!maps.every(isFlowOfScalars)) return null;
  const [b = [], o = [], t = []] = maps.map(entriesOf);
  const keys = o.map(({ key }) => key).join();
  if ([b, t].some((entries) => entries.map(({ key }) => key).join() !== keys)) return null;
  let text = rawOf(ours);
  for (let i = o.length - 1; i >= 0; i--) {
    const [was, our, their] = [b[i]?.value, o[i]?.value, t[i]?.value];
    if (!was || !our || !their) return null;
    const raws = {
      base: base.text.slice(was.start, was.end),
      ours: ours.text.slice(our.start, our.end),
      theirs: theirs.text.slice(their.start, their.end),
    };
    const value = takeChanged(raws) ?? chooseRaw(raws, { ...at, path: keyPath(at.path, o[i]?.key ?? "") });
    const offset = our.start - ours.node.start;
    text = text.slice(0, offset) + value + text.slice(offset + our.end - our.start);
  }
  return text;
}

const isFlowOfScalars = (node: TreeNode): node is MapNode =>
  node.kind === "map" && node.flow && !referenceOf(node) && node.entries.every(({ value }) => value.kind === "scalar");
