import type { PropertyKind, PropertyValue } from "@slate/schema/api";
import { entriesOf, type MapNode, referenceOf, type ScalarNode, type TreeNode } from "../unity/tree.ts";

/** What a node is to people. `blob` stands for hex too long to show. */
export type Described = { kind: PropertyKind; value: PropertyValue };

const NUMBER = /^-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)$|^-?(?:NaN|nan|inf)$/;
/** Keys whose values are text even when all their signs are digits. */
const TEXT_KEY = /(name|text|guid|hash|path|tag|tagstring|label|string|title|description|message|buffer|_typelessdata)$/i;
/** Unity writes yes and no as 1 and 0; only the name tells them from numbers. */
const SWITCH_KEY =
  /^(m_)?_?(is|has|use|uses|can|should|enable|enabled|allow|auto|loop|mute|play|show|hide|draw|active|interactable|raycast|cast|generate|convex|trigger)([A-Z]\w*)?$/;
const SWITCH_KEYS = new Set([
  "m_Enabled",
  "m_IsActive",
  "m_IsTrigger",
  "m_Convex",
  "m_UseGravity",
  "m_IsKinematic",
  "m_RaycastTarget",
  "Loop",
  "Mute",
]);

const BLOB_LENGTH = 128;

/** Whether a scalar is a number, going by how it is written and by the key above it. */
export const isNumber = ({ style, text }: ScalarNode, key: string): boolean =>
  style === "plain" && NUMBER.test(text) && !TEXT_KEY.test(key);

const isSwitch = (text: string, key: string): boolean => (text === "0" || text === "1") && (SWITCH_KEYS.has(key) || SWITCH_KEY.test(key));

/** Describes a node by its form and its key, the last part of its property path. */
export function describeValue(node: TreeNode, key: string): Described {
  if (node.kind === "sequence") return { kind: "array", value: node.items.length };
  if (node.kind === "map") return describeMap(node);
  if (isNumber(node, key))
    return isSwitch(node.text, key) ? { kind: "bool", value: node.text === "1" } : { kind: "number", value: toNumber(node.text) };
  if (node.text.length >= BLOB_LENGTH && /^[0-9a-f]+$/.test(node.text)) return { kind: "blob", value: node.text.length / 2 };
  return { kind: "string", value: node.text };
}

function describeMap(node: MapNode): Described {
  const reference = referenceOf(node);
  if (reference) return { kind: "reference", value: { ...reference, type: typeOf(reference.type) } };
  const entries = entriesOf(node);
  const keys = entries.map(({ key }) => key).join("");
  // Of what only overrides tell of, some numbers may be all that is known, in any order.
  const kind = node.flow && /^[xyzw]{1,4}$/.test(keys) ? "vector" : keys === "rgba" ? "color" : null;
  if (kind === null || entries.some(({ value }) => value.kind !== "scalar")) return { kind: "object", value: null };
  return { kind, value: Object.fromEntries(entries.map(({ key, value }) => [key, value.kind === "scalar" ? toNumber(value.text) : 0])) };
}

const typeOf = (type: number | null): number | null => (type !== null && type >= 0 && type <= 3 ? type : null);

/** A number where JavaScript holds it exactly; else the text, such as a 64-bit integer or Infinity. */
function toNumber(text: string): number | string {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(text) ? text : value;
}
