import { HOUSEKEEPING } from "../unity/housekeeping.ts";

/** Fields that say how objects hang together: never shown as properties, never edited by themselves. */
const STRUCTURE = new Set([
  ...HOUSEKEEPING,
  "m_Component",
  "m_Father",
  "m_Children",
  "m_RootOrder",
  "m_LocalEulerAnglesHint",
  "m_Modification",
  "m_SourcePrefab",
  "m_ParentPrefab",
  "m_RootGameObject",
  "m_IsPrefabParent",
  "m_IsPrefabAsset",
  "m_Roots",
  "serializedVersion",
  "m_SerializedVersion",
]);

/** Whether a property path is, or lies below, a field that holds objects together or says how they are written. */
export function isStructure(path: string): boolean {
  const keys = path.split(".");
  if (STRUCTURE.has(keys[0] ?? "")) return true;
  const last = keys.at(-1) ?? "";
  if (last === "serializedVersion" || last === "fileID") return true;
  // What a managed reference is an instance of, and which: its data may be edited.
  return keys[0] === "references" && /^references\.(version|RefIds(\.Array\.(size|data\[\d+\](\.(rid|type)(\..*)?)?))?)$/.test(path);
}

/** Overrides that every instance writes on its root, whether or not anybody meant them. */
const DEFAULT_OVERRIDE = /^(m_Name|m_RootOrder|m_LocalPosition\.[xyz]|m_LocalRotation\.[xyzw]|m_LocalEulerAnglesHint\.[xyz])$/;
const RECT_OVERRIDE = /^(m_Pivot|m_AnchorMax|m_AnchorMin|m_SizeDelta|m_AnchoredPosition)\.[xy]$/;

/** Whether an override of this path is written by default: it means something only when it is not on the root. */
export const isDefaultOverride = (path: string): boolean => DEFAULT_OVERRIDE.test(path) || RECT_OVERRIDE.test(path);

/** Overrides that repeat what others say. */
export const isHint = (path: string): boolean => path === "m_RootOrder" || path.startsWith("m_LocalEulerAnglesHint");

/** `m_LocalPosition` → `Local Position`, `m_Materials.Array.data[0]` → `Element 0`. */
export function titleOf(path: string): string {
  const element = /\.?Array\.data\[(\d+)\]$/.exec(path);
  if (element) return `Element ${element[1]}`;
  const key = path.slice(path.lastIndexOf(".") + 1).replace(/^(m_|_|k(?=[A-Z]))/, "");
  const words = key.replace(/([a-z\d])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
