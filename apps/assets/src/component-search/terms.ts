import type { AssetType } from "@slate/schema/api";
import type { PropertyPath } from "./parse-property.ts";

export const HAS = ["warnings", "labels", "script", "missing"] as const;
export const OPERATORS = [">=", "<=", "!=", ">", "<", "=", "~"] as const;
export type Operator = (typeof OPERATORS)[number];

/** What a property is held against: any value at all, a number (as written, for it may be an integer of 64 bits), or text. */
export type Operand = { kind: "any" } | { kind: "number"; number: string } | { kind: "text"; text: string };

/** One condition of a component search. */
export type Test =
  | { on: "type"; types: AssetType[] }
  /** Name of a component type ignoring case; `*` stands for any text. */
  | { on: "component"; pattern: string }
  /** Part of the asset's path or of the object's name, ignoring case. */
  | { on: "path" | "name"; text: string }
  | { on: "label"; label: string }
  | { on: "has"; what: (typeof HAS)[number] }
  /** The guid of the asset or of the component's script. */
  | { on: "guid"; guid: string }
  /** Part of the name, the type, the path or any text among the properties, ignoring case. */
  | { on: "text"; text: string }
  | { on: "property"; path: PropertyPath; operator: Operator; operand: Operand };

export type Term = { negated: boolean; test: Test };

/** Numbers that are compared as such: what is longer is an id or a guid, and text. */
export const NUMBER = /^-?\d{1,20}(?:\.\d{1,20})?(?:[eE][-+]?\d{1,3})?$/;

/** Names of component types that a pattern means. */
export function matchesPattern(pattern: string, type: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "isu").test(type);
}
