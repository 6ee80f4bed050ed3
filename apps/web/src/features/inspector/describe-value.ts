import type { NamedAsset, ObjectTarget, PropertyValue } from "@slate/schema/api";
import { text } from "./text.ts";

export const isTarget = (value: unknown): value is ObjectTarget => value !== null && typeof value === "object" && "localId" in value;

/** A value in a few words. */
export function describeValue(value: PropertyValue | undefined, names: readonly NamedAsset[]): string {
  if (value === null || value === undefined) return text.none;
  if (isTarget(value)) {
    if (value.localId === "0") return text.none;
    if (value.guid === null) return `${value.localId} ${text.thisFile}`;
    return names.find(({ guid }) => guid === value.guid)?.name ?? value.guid;
  }
  if (typeof value === "object") return `(${Object.values(value).join(", ")})`;
  return value === "" ? "“”" : String(value);
}
