/** Who names whom among numbered assets: reference `i` leads from `from[i]` to `to[i]`. Everything but the hub names only the next layer. */
export type SyntheticGraph = {
  size: number;
  layers: number;
  hub: number;
  from: Uint32Array;
  to: Uint32Array;
  layerOf: (asset: number) => number;
};

const LAYERS = 14;

/**
 * The same graph for the same seed: scenes at the top, textures at the bottom, thirteen steps between them, popular assets and forgotten ones,
 * and one at the bottom that `hubUsers` others name.
 */
export function synthesize({
  size,
  references,
  hubUsers,
  seed,
}: {
  size: number;
  references: number;
  hubUsers: number;
  seed: number;
}): SyntheticGraph {
  const random = generator(seed);
  const perLayer = Math.floor(size / LAYERS);
  const layerOf = (asset: number) => Math.min(LAYERS - 1, Math.floor(asset / perLayer));
  const upper = perLayer * (LAYERS - 1);
  const hub = size - 1;
  const from = new Uint32Array(references);
  const to = new Uint32Array(references);
  for (let i = 0; i < references; i++) {
    const isForHub = i < hubUsers;
    // Users of the hub are as many assets; all others come in turn, so that each names about as many.
    const user = isForHub ? Math.floor((i * upper) / hubUsers) : i % upper;
    from[i] = user;
    to[i] = isForHub ? hub : (layerOf(user) + 1) * perLayer + Math.floor(random() ** 2 * perLayer);
  }
  return { size, layers: LAYERS, hub, from, to, layerOf };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The least work that finds all users of an asset: two flat arrays, and a search breadth first. Answers how many there are at each distance. */
export function bareSearch({ size, from, to }: SyntheticGraph): (asset: number) => number[] {
  const start = new Uint32Array(size + 1);
  for (const target of to) start[target + 1] = (start[target + 1] as number) + 1;
  for (let i = 1; i <= size; i++) start[i] = (start[i] as number) + (start[i - 1] as number);
  const next = start.slice();
  const users = new Uint32Array(to.length);
  for (let i = 0; i < to.length; i++) {
    const target = to[i] as number;
    users[next[target] as number] = from[i] as number;
    next[target] = (next[target] as number) + 1;
  }
  const seen = new Uint32Array(size);
  const queue = new Uint32Array(size);
  let round = 0;
  return (asset) => {
    round++;
    const byDepth: number[] = [];
    seen[asset] = round;
    queue[0] = asset;
    for (let begin = 0, end = 1; begin < end; ) {
      const stop = end;
      for (; begin < stop; begin++) {
        const place = queue[begin] as number;
        for (let i = start[place] as number; i < (start[place + 1] as number); i++) {
          const user = users[i] as number;
          if (seen[user] === round) continue;
          seen[user] = round;
          queue[end++] = user;
        }
      }
      if (end > stop) byDepth.push(end - stop);
    }
    return byDepth;
  };
}
