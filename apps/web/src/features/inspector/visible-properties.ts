import type { Property } from "@slate/schema/api";

export type VisibleProperty = { property: Property; index: number; holds: boolean };

/** How many properties stand directly below one; the list is in order, each behind its parent and one deeper. */
export function childCount(properties: readonly Property[], index: number): number {
  const depth = properties[index]?.depth ?? 0;
  let count = 0;
  for (let at = index + 1; at < properties.length; at++) {
    const below = properties[at]?.depth ?? 0;
    if (below <= depth) break;
    if (below === depth + 1) count++;
  }
  return count;
}

/** The properties that are not inside something closed. */
export function visibleProperties(
  properties: readonly Property[],
  isOpen: (property: Property, index: number) => boolean,
): VisibleProperty[] {
  const visible: VisibleProperty[] = [];
  let closedAt = Number.POSITIVE_INFINITY;
  for (const [index, property] of properties.entries()) {
    if (property.depth > closedAt) continue;
    closedAt = Number.POSITIVE_INFINITY;
    const holds = (properties[index + 1]?.depth ?? 0) > property.depth;
    visible.push({ property, index, holds });
    if (holds && !isOpen(property, index)) closedAt = property.depth;
  }
  return visible;
}
