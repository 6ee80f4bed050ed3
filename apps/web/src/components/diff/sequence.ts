/** A stretch of `a` replaced by a stretch of `b`; indexes into the sequences, `to` exclusive. */
export type SequenceChange = { fromA: number; toA: number; fromB: number; toB: number };

/** How many differences are looked for between two anchors; beyond it the whole stretch is told as replaced, which is coarse but true. */
const differenceLimit = 800;

/** Up to this many elements on both sides together, the shortest way is found at once; an anchor could only miss it. */
const shortStretch = 64;

/**
 * Compares two sequences of lines or words. In long ones, what occurs once on both sides anchors the comparison (patience diff);
 * between anchors the shortest way is searched (Myers, "An O(ND) difference algorithm").
 */
export function compareSequences(a: readonly string[], b: readonly string[]): SequenceChange[] {
  const pairs: [number, number][] = [];
  matchStretch(a, b, { fromA: 0, toA: a.length, fromB: 0, toB: b.length }, pairs);
  const changes: SequenceChange[] = [];
  let [atA, atB] = [0, 0];
  for (const [inA, inB] of [...pairs, [a.length, b.length] as const]) {
    if (inA > atA || inB > atB) changes.push({ fromA: atA, toA: inA, fromB: atB, toB: inB });
    [atA, atB] = [inA + 1, inB + 1];
  }
  return changes;
}

/** Adds the elements that stay, in order, as pairs of indexes. */
function matchStretch(a: readonly string[], b: readonly string[], stretch: SequenceChange, pairs: [number, number][]) {
  let { fromA, toA, fromB, toB } = stretch;
  while (fromA < toA && fromB < toB && a[fromA] === b[fromB]) pairs.push([fromA++, fromB++]);
  let tail = 0;
  while (fromA < toA - tail && fromB < toB - tail && a[toA - tail - 1] === b[toB - tail - 1]) tail++;
  [toA, toB] = [toA - tail, toB - tail];
  if (fromA < toA && fromB < toB) {
    const short = toA - fromA + toB - fromB <= shortStretch;
    const anchors = short ? [] : findAnchors(a, b, { fromA, toA, fromB, toB });
    if (anchors.length === 0) pairs.push(...shortestEdit(a, b, { fromA, toA, fromB, toB }));
    else {
      for (const [inA, inB] of [...anchors, [toA, toB] as const]) {
        matchStretch(a, b, { fromA, toA: inA, fromB, toB: inB }, pairs);
        if (inA < toA) pairs.push([inA, inB]);
        [fromA, fromB] = [inA + 1, inB + 1];
      }
    }
  }
  for (let index = 0; index < tail; index++) pairs.push([toA + index, toB + index]);
}

/** Elements that occur once on both sides, as far as they keep their order: the longest increasing run of them. */
function findAnchors(a: readonly string[], b: readonly string[], { fromA, toA, fromB, toB }: SequenceChange): [number, number][] {
  const placesInA = uniquePlaces(a, fromA, toA);
  const placesInB = uniquePlaces(b, fromB, toB);
  const common = [...placesInA].flatMap(([element, inA]): [number, number][] => {
    const inB = placesInB.get(element);
    return inA < 0 || inB === undefined || inB < 0 ? [] : [[inA, inB]];
  });
  common.sort(([one], [other]) => one - other);
  // Patience sorting: each pile keeps the smallest end of a run of its length, and every element remembers the one before it.
  const piles: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [index, [, inB]] of common.entries()) {
    let [low, high] = [0, piles.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((common[piles[middle] as number]?.[1] as number) < inB) low = middle + 1;
      else high = middle;
    }
    before[index] = piles[low - 1];
    piles[low] = index;
  }
  const run: [number, number][] = [];
  for (let index = piles.at(-1); index !== undefined; index = before[index]) run.push(common[index] as [number, number]);
  return run.reverse();
}

/** Where each element stands; -1 when it stands in several places. */
function uniquePlaces(elements: readonly string[], from: number, to: number): Map<string, number> {
  const places = new Map<string, number>();
  for (let index = from; index < to; index++) {
    const element = elements[index] as string;
    places.set(element, places.has(element) ? -1 : index);
  }
  return places;
}

/** What stays on the shortest way from one stretch to the other; nothing when the way is too long to look for. */
function shortestEdit(a: readonly string[], b: readonly string[], { fromA, toA, fromB, toB }: SequenceChange): [number, number][] {
  const [lengthA, lengthB] = [toA - fromA, toB - fromB];
  const limit = Math.min(lengthA + lengthB, differenceLimit);
  // Furthest place in `a` on each diagonal, and a copy of them for every number of differences, to walk back along.
  const furthest = new Int32Array(2 * limit + 3);
  const center = limit + 1;
  const history: Int32Array[] = [];
  for (let differences = 0; differences <= limit; differences++) {
    history.push(furthest.slice(center - differences - 1, center + differences + 2));
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const down =
        diagonal === -differences ||
        (diagonal !== differences && at(furthest, center + diagonal - 1) < at(furthest, center + diagonal + 1));
      let x = down ? at(furthest, center + diagonal + 1) : at(furthest, center + diagonal - 1) + 1;
      while (x < lengthA && x - diagonal < lengthB && x - diagonal >= 0 && a[fromA + x] === b[fromB + x - diagonal]) x++;
      furthest[center + diagonal] = x;
      if (x >= lengthA && x - diagonal >= lengthB)
        return walkBack(history, lengthA, lengthB).map(([inA, inB]) => [fromA + inA, fromB + inB]);
    }
  }
  return [];
}

function walkBack(history: readonly Int32Array[], lengthA: number, lengthB: number): [number, number][] {
  const pairs: [number, number][] = [];
  let [x, y] = [lengthA, lengthB];
  for (let differences = history.length - 1; differences >= 0; differences--) {
    const furthest = history[differences] as Int32Array;
    const center = differences + 1;
    const diagonal = x - y;
    const down =
      diagonal === -differences || (diagonal !== differences && at(furthest, center + diagonal - 1) < at(furthest, center + diagonal + 1));
    const previousDiagonal = down ? diagonal + 1 : diagonal - 1;
    const previousX = differences === 0 ? 0 : at(furthest, center + previousDiagonal);
    const previousY = differences === 0 ? 0 : previousX - previousDiagonal;
    while (x > previousX && y > previousY) pairs.push([--x, --y]);
    [x, y] = [previousX, previousY];
  }
  return pairs.reverse();
}

const at = (numbers: Int32Array, index: number): number => numbers[index] ?? 0;
