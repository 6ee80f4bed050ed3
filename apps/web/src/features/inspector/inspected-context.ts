import type { AssetDetail, Hierarchy, InspectedObject } from "@slate/schema/api";
import { createContext, use } from "react";

/** The object whose properties are shown, for the fields deep below it. */
export type Inspected = {
  asset: AssetDetail;
  hierarchy: Hierarchy;
  object: InspectedObject;
  mayEdit: boolean;
  onSelect: (localId: string) => void;
};

export const InspectedContext = createContext<Inspected | null>(null);

export function useInspected(): Inspected {
  const inspected = use(InspectedContext);
  if (!inspected) throw new Error("A field stands outside any inspected object");
  return inspected;
}
