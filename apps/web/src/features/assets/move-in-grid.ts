/** How many rows Page Up and Page Down go. */
const pageRows = 4;

/** Where a key leads in a grid of `count` things, row by row; undefined for a key that does not move, or that leads nowhere. */
export function moveInGrid(key: string, from: number, columns: number, count: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    j: columns,
    k: -columns,
    PageDown: columns * pageRows,
    PageUp: -columns * pageRows,
  };
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  if (step === undefined) return undefined;
  if (from < 0) return 0;
  const target = from + step;
  if (target >= 0 && target < count) return target;
  // Off the end of a ragged last row, or by a page: as far as it goes. Off the edge by one: nowhere.
  if (Math.abs(step) === 1) return undefined;
  if (target >= count) return Math.floor(from / columns) < Math.floor((count - 1) / columns) ? count - 1 : undefined;
  return from >= columns ? from % columns : undefined;
}
