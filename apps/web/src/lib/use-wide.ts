import { useSyncExternalStore } from "react";

/** Whether the window is at least so wide. For layouts that differ in what is there, not only in looks. */
export function useWide(fromPx: number): boolean {
  const query = `(min-width: ${fromPx}px)`;
  return useSyncExternalStore(
    (onChange) => {
      const media = matchMedia(query);
      media.addEventListener("change", onChange);
      return () => media.removeEventListener("change", onChange);
    },
    () => matchMedia(query).matches,
  );
}
