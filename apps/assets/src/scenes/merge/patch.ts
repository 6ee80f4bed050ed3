/** A place of a text and what is to stand there. */
export type Patch = { start: number; end: number; text: string };

/** Makes patches that do not overlap. */
export function applyPatches(text: string, patches: Patch[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const patch of patches.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(from, patch.start), patch.text);
    from = patch.end;
  }
  return parts.join("") + text.slice(from);
}
