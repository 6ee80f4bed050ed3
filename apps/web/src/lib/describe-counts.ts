import { formatCount } from "./format.ts";

const words = { create: "created", edit: "edited", move: "moved", delete: "deleted", restore: "restored" } as const;

/** What a changeset did to how many files: `12 created, 1 moved`. */
export function describeCounts(counts: Partial<Record<keyof typeof words, number>>): string {
  return (Object.keys(words) as (keyof typeof words)[])
    .flatMap((operation) => (counts[operation] ? [`${formatCount(counts[operation])} ${words[operation]}`] : []))
    .join(", ");
}
