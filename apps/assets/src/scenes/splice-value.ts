import type { PropertyEdit } from "@slate/schema/api";
import { entriesOf, isLocalId, type ObjectReference, referenceOf, type ScalarNode, type TreeNode } from "../unity/tree.ts";
import { describeValue, isNumber } from "./describe-value.ts";
import { lastKey } from "./inspect.ts";
import { referenceTypeOf, writeNumber, writeText } from "./write-scalar.ts";

export type EditValue = Extract<PropertyEdit, { do: "set" }>["value"];

/** Why an edit cannot be made. `code` is for programs, `message` for people; `edit` is its place in the list. */
export class SpliceRefusal extends Error {
  edit: number | null = null;
  constructor(
    readonly code:
      | "not_serialized"
      | "unknown_object"
      | "unknown_path"
      | "unreadable"
      | "stripped"
      | "structure"
      | "type"
      | "dangling"
      | "not_overridden"
      | "too_many",
    message: string,
  ) {
    super(message);
  }
}

/** One scalar or reference that changes, and where: `path` is below the object. Vectors and colours are one step for each of their numbers. */
export type Step = { path: string; node: TreeNode; to: { text: string } | { reference: ObjectReference } };

export type References = {
  /** Whether this file has an object, or a placeholder of one, with this id. */
  has: (localId: string) => boolean;
  /** Path of the project's asset with a guid. */
  pathOf: (guid: string) => string | undefined;
};

/**
 * What an edit does to the value at `path`. A number stays a number, a text a text, a reference a reference. Nothing for what is equal already.
 * Throws a refusal when the kinds do not fit.
 */
export function stepsOf(node: TreeNode, path: string, value: EditValue, references: References): Step[] {
  const key = lastKey(path);
  if (node.kind === "scalar") return scalarStep(node, path, key, value);
  const { kind } = describeValue(node, key);
  if (kind === "reference") return referenceStep(node, path, value, references);
  if (kind === "vector" || kind === "color") return vectorSteps(node, path, value);
  throw refuseType(path, kind === "array" ? "an array: change its Array.size or its elements" : "not a single value");
}

const refuseType = (path: string, is: string) => new SpliceRefusal("type", `${path} is ${is}`);

function scalarStep(node: ScalarNode, path: string, key: string, value: EditValue): Step[] {
  const { kind } = describeValue(node, key);
  if (kind === "blob") throw refuseType(path, "binary data");
  if (!isNumber(node, key)) {
    if (typeof value !== "string") throw refuseType(path, "text");
    return value === node.text ? [] : [{ path, node, to: { text: writeText(value, node.flow) } }];
  }
  const text = numberText(path, key, value);
  return sameNumber(text, node.text) ? [] : [{ path, node, to: { text } }];
}

const SWITCHES = new Set(["m_Enabled", "m_IsActive"]);

function numberText(path: string, key: string, value: EditValue): string {
  const text = typeof value === "boolean" ? String(Number(value)) : typeof value === "number" ? writeNumber(value) : value;
  if (typeof text !== "string" || !/^(?:-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)|NaN)$/.test(text))
    throw refuseType(path, "a number");
  if (SWITCHES.has(key) && text !== "0" && text !== "1") throw refuseType(path, "on or off");
  return text;
}

/** Equal as numbers, but for those that JavaScript rounds. */
function sameNumber(a: string, b: string): boolean {
  if (a === b) return true;
  const isLong = /^-?\d{16,}$/.test(a) || /^-?\d{16,}$/.test(b);
  return !isLong && Object.is(Number(a), Number(b));
}

function vectorSteps(node: TreeNode, path: string, value: EditValue): Step[] {
  if (!isRecord(value) || "localId" in value) throw refuseType(path, "a row of numbers");
  const entries = new Map(entriesOf(node).map((entry) => [entry.key, entry.value]));
  return Object.entries(value).flatMap(([key, number]) => {
    const part = entries.get(key);
    if (part?.kind !== "scalar") throw new SpliceRefusal("unknown_path", `${path} has no ${key}`);
    const text = numberText(`${path}.${key}`, key, number as EditValue);
    return sameNumber(text, part.text) ? [] : [{ path: `${path}.${key}`, node: part, to: { text } }];
  });
}

const isRecord = (value: EditValue): value is Exclude<EditValue, string | number | boolean | null> =>
  typeof value === "object" && value !== null;

function referenceStep(node: TreeNode, path: string, value: EditValue, references: References): Step[] {
  const before = referenceOf(node);
  const wanted = value === null ? NOTHING : isRecord(value) && isReference(value) ? value : null;
  if (!before || !wanted) throw refuseType(path, "a reference");
  const { localId, guid, type = null } = wanted;
  if (localId === before.localId && guid === before.guid) return [];
  if (guid === null) {
    if (localId !== "0" && !references.has(localId)) throw new SpliceRefusal("dangling", `This file writes no object ${localId}`);
    return [{ path, node, to: { reference: { localId, guid: null, type: null } } }];
  }
  const known = before.guid === guid ? before.type : (referenceTypeOf(guid, references.pathOf(guid)) ?? type);
  if (known === null) throw new SpliceRefusal("type", `Nobody knows the asset ${guid}: say its type`);
  return [{ path, node, to: { reference: { localId, guid, type: known } } }];
}

type WantedReference = { localId: string; guid: string | null; type?: number | null };
const NOTHING: WantedReference = { localId: "0", guid: null };

/** It goes into the file as it is, so it is looked at closely. */
function isReference(value: object): value is WantedReference {
  const { localId, guid, type } = value as Record<string, unknown>;
  const isTyped = type === undefined || type === null || (typeof type === "number" && [0, 1, 2, 3].includes(type));
  const isGuid = guid === null || (typeof guid === "string" && /^[0-9a-f]{32}$/.test(guid));
  return typeof localId === "string" && isLocalId(localId) && isGuid && isTyped;
}
