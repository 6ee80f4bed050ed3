import { expect, test } from "bun:test";
import { buildGraph, type Graph } from "./compact-graph.ts";
import { createGraphCache } from "./graph-cache.ts";

const noBytes = new Uint8Array();
const graphAt = (version: number): Graph =>
  buildGraph(
    version,
    { ids: noBytes, guids: noBytes, sizes: new Float64Array(), tags: new Uint32Array(), paths: noBytes },
    { from: new Uint32Array(), to: new Uint32Array() },
  );
const each = graphAt(0).bytes;

/** A reader that counts, and finishes when it is told to. */
function reader(version: number) {
  const { promise, resolve } = Promise.withResolvers<Graph>();
  const load = () => {
    state.reads++;
    return promise;
  };
  const state = { reads: 0, load, finish: () => resolve(graphAt(version)) };
  return state;
}

test("all who ask for a version at once wait for one reader; who asks for a newer one does not get the older", async () => {
  const cache = createGraphCache(10 * each);
  const [old, newer] = [reader(1), reader(2)];
  const first = Promise.all([cache.get("p", 1, old.load), cache.get("p", 1, old.load)]);
  const second = cache.get("p", 2, newer.load);
  const late = cache.get("p", 1, newer.load); // what a slow reader of version 2 brings is good for version 1 as well
  newer.finish();
  expect((await second).version).toBe(2);
  expect((await late).version).toBe(2);
  old.finish();
  expect((await first).map(({ version }) => version)).toEqual([1, 1]);
  expect([old.reads, newer.reads]).toEqual([1, 1]);
  // The older one came in last and must not take the place of the newer.
  const third = reader(3);
  expect((await cache.get("p", 2, third.load)).version).toBe(2);
  expect(third.reads).toBe(0);
});

test("no more is kept than the limit allows, the longest unused goes first, and a failed reader leaves nothing behind", async () => {
  const cache = createGraphCache(2 * each);
  let reads = 0;
  const load = async () => {
    reads++;
    return graphAt(1);
  };
  for (const key of ["a", "b", "a", "c", "a"]) await cache.get(key, 1, load);
  expect(reads).toBe(3);
  await cache.get("b", 1, load);
  expect(reads).toBe(4);
  await expect(cache.get("d", 1, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  await cache.get("d", 1, load);
  expect(reads).toBe(5);
});
