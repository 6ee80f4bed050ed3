import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Without the list, tailwind-merge would take our sizes (text-2xl) and shadows (shadow-1) for colours.
const merge = extendTailwindMerge({ extend: { theme: { text: ["xs", "sm", "base", "lg", "xl", "2xl"], shadow: ["1", "2", "3"] } } });

/** Joins class names; of two that set the same property, the last wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
