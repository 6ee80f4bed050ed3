import { KNOWN_PACKAGE_SCRIPTS, MANAGED_CLASSES } from "./known-scripts.ts";
import { md4 } from "./md4.ts";
import { isBuiltinGuid } from "./references.ts";
import type { ObjectReference } from "./tree.ts";

/** The id that the class of a `.cs` file has: one class to a file. Anything else names a class in a DLL. */
const SCRIPT_FILE_ID = "11500000";

/** Scripts inside the editor itself, by id. */
const BUILTIN_SCRIPTS: Record<string, string> = {
  "12001": "GUISkin",
  "13312": "Tile",
  "19001": "TextSettings",
  "19101": "PanelSettings",
  "19102": "UIDocument",
};

/** The id by which a document names a class inside a DLL: the first four bytes of MD4("s\0\0\0" + namespace + class), signed. */
export function managedClassId(namespace: string, className: string): string {
  const digest = md4(new TextEncoder().encode(`s\0\0\0${namespace}${className}`));
  return String(new DataView(digest.buffer).getInt32(0, true));
}

const MANAGED_BY_ID = new Map(
  Object.entries(MANAGED_CLASSES).flatMap(([namespace, names]) => names.map((name) => [managedClassId(namespace, name), name] as const)),
);

/** Name of a script of a package that projects use without containing it; undefined for any other guid. */
export const packageScriptOf = (guid: string): string | undefined => KNOWN_PACKAGE_SCRIPTS.get(guid);

/**
 * The class behind `m_Script`, without its namespace; null when nobody knows it.
 *
 * @param script what `m_Script` refers to
 * @param identifier `m_EditorClassIdentifier`, which newer editors fill with `Assembly::Namespace.Class`
 * @param pathOf path of the project's asset with this guid
 */
export function resolveScript(
  script: ObjectReference | undefined,
  identifier: string,
  pathOf: (guid: string) => string | undefined,
): string | null {
  const named = /([^:.+/]+)$/.exec(identifier.split("`")[0] ?? "")?.[1];
  if (named) return named;
  if (!script?.guid) return null;
  if (isBuiltinGuid(script.guid)) return BUILTIN_SCRIPTS[script.localId] ?? null;
  if (script.localId !== SCRIPT_FILE_ID) return MANAGED_BY_ID.get(script.localId) ?? null;
  const path = pathOf(script.guid);
  return path === undefined ? (packageScriptOf(script.guid) ?? null) : baseName(path);
}

/** `Assets/Ships/Hull.prefab` → `Hull`. */
export function baseName(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}
