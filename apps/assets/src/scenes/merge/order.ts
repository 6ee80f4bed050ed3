import type { Three } from "./sides.ts";

/**
 * Puts what is left of three lists in order: as the side has it that changed the order of what all have, with what the other side brought put behind
 * what it stood behind there. `isContested` says that both changed the order, each in its own way; then it is that of ours.
 */
export function mergeOrder({ base, ours, theirs }: Three<string[]>, kept: ReadonlySet<string>): { order: string[]; isContested: boolean } {
  const inAll = new Set(base.filter((key) => kept.has(key)));
  const shared = (list: string[]) => list.filter((key) => inAll.has(key) && kept.has(key));
  const common = new Set(shared(ours).filter((key) => theirs.includes(key)));
  const orderOf = (list: string[]) =>
    shared(list)
      .filter((key) => common.has(key))
      .join("\n");
  const [was, our, their] = [orderOf(base), orderOf(ours), orderOf(theirs)];
  const [first, second] = our === was ? [theirs, ours] : [ours, theirs];
  const order = first.filter((key) => kept.has(key));
  const placed = new Set(order);
  insertMissing(order, placed, second, kept);
  insertMissing(order, placed, base, kept);
  return { order, isContested: our !== was && their !== was && our !== their };
}

function insertMissing(order: string[], placed: Set<string>, from: string[], kept: ReadonlySet<string>): void {
  let before: string | null = null;
  for (const key of from) {
    if (!kept.has(key)) continue;
    if (!placed.has(key)) {
      order.splice(before === null ? 0 : order.indexOf(before) + 1, 0, key);
      placed.add(key);
    }
    before = key;
  }
}
