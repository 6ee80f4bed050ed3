import { useEffect, useState } from "react";
import { useAppearance } from "@/lib/appearance.ts";

/** A length token such as `--row-height` in px, kept current with density and pointer. Virtual lists count with it. */
export function useTokenPx(token: string, fallbackPx: number): number {
  const density = useAppearance((state) => state.density);
  const [px, setPx] = useState(fallbackPx);
  // biome-ignore lint/correctness/useExhaustiveDependencies: density changes what the token holds
  useEffect(() => {
    const read = () => setPx(Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token)) || fallbackPx);
    const pointer = matchMedia("(pointer: coarse)");
    read();
    pointer.addEventListener("change", read);
    return () => pointer.removeEventListener("change", read);
  }, [token, fallbackPx, density]);
  return px;
}
