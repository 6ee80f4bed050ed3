import type { NamedAsset } from "@slate/schema/api";
import { create } from "zustand";

/** Names of assets that were picked here and that no answer of the server has told yet. */
export const useKnownNames = create<{ names: Readonly<Record<string, NamedAsset>> }>(() => ({ names: {} }));

export const rememberName = (asset: NamedAsset) => useKnownNames.setState(({ names }) => ({ names: { ...names, [asset.guid]: asset } }));
