import type { Property, PropertyEdit } from "@slate/schema/api";
import { create } from "zustand";

/** A change that somebody made and has not saved, and the value it was made over. */
export type Pending = { edit: PropertyEdit; before: Property["value"]; object: string; property: string };

/** Changes to one file, by object and property. */
export type Edits = Readonly<Record<string, Pending>>;

type Store = {
  byAsset: Readonly<Record<string, Edits>>;
  put: (assetId: string, pending: Pending) => void;
  drop: (assetId: string, keys: readonly string[]) => void;
};

const storageKey = "slate.edits";

/** Unsaved changes of this tab, by asset. They outlive moving between pages and reloading. */
export const useEdits = create<Store>((set) => ({
  byAsset: recall(),
  put: (assetId, pending) =>
    set(({ byAsset }) => ({ byAsset: { ...byAsset, [assetId]: { ...byAsset[assetId], [keyOf(pending.edit)]: pending } } })),
  drop: (assetId, dropped) =>
    set(({ byAsset: { [assetId]: edits = {}, ...others } }) => {
      const kept = Object.fromEntries(Object.entries(edits).filter(([key]) => !dropped.includes(key)));
      return { byAsset: Object.keys(kept).length > 0 ? { ...others, [assetId]: kept } : others };
    }),
}));

const none: Edits = {};
export const useEditsOf = (assetId: string): Edits => useEdits((state) => state.byAsset[assetId] ?? none);

export const keyOf = ({ localId, path }: Pick<PropertyEdit, "localId" | "path">) => `${localId} ${path}`;

/** Whether two values say the same; the order of a vector's numbers is nobody's concern. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  const [one, other] = [Object.entries(a), b as Record<string, unknown>];
  return one.length === Object.keys(other).length && one.every(([key, value]) => sameValue(value, other[key]));
}

useEdits.subscribe(({ byAsset }) => {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(byAsset));
  } catch {
    // Storage is full or forbidden: the changes live in memory as long as the page.
  }
});
if (typeof window !== "undefined") {
  window.addEventListener("beforeunload", (event) => {
    // Kept for a reload, but not when the tab is closed for good.
    if (Object.keys(useEdits.getState().byAsset).length > 0) event.preventDefault();
  });
}

function recall(): Record<string, Edits> {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? "{}");
  } catch {
    return {};
  }
}
