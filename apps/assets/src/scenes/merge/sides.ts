import type { MergeConflict } from "@slate/schema/api";

export type SideName = "base" | "ours" | "theirs";
/** Three of a kind; null where a side does not have it. */
export type Three<T> = { base: T; ours: T; theirs: T };

/** What two people did to one thing so that no rule can say which counts. Texts are as the file has them. */
export type Conflict = Three<string | null> & {
  id: string;
  kind: MergeConflict["kind"];
  /** The document it is in. */
  localId: string;
  path: string | null;
  /** For an override: the object in the prefab that it is about. */
  target: string | null;
  taken: SideName | null;
};

/** What people have decided, by the id of the conflict, and what is still to be decided. */
export class Decisions {
  readonly conflicts: Conflict[] = [];
  constructor(readonly made: ReadonlyMap<string, SideName> = new Map()) {}

  /** Notes a conflict and gives the side to take: the one decided for, else `fallback`. */
  decide(conflict: Omit<Conflict, "taken">, fallback: SideName = "ours"): SideName {
    const taken = this.made.get(conflict.id) ?? null;
    this.conflicts.push({ ...conflict, taken });
    return taken ?? fallback;
  }
}

/** What only one side changed is that side's; undefined when both changed it, each in its own way. */
export function takeChanged<T>({ base, ours, theirs }: Three<T>): T | undefined {
  if (ours === theirs || theirs === base) return ours;
  return ours === base ? theirs : undefined;
}
