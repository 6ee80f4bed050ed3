import { afterAll, expect, test } from "bun:test";
import fc from "fast-check";
import { testStack } from "../../../infra/testing/index.ts";
import { type Cache, createCache, walPosition } from "./cache.ts";
import { createLog } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { connectRedis } from "./redis.ts";

const redis = connectRedis({ url: testStack().redisUrl, timeoutMs: 1000, log: createLog("test", "silent") });
const ready = new Promise<void>((resolve) => redis.once("ready", resolve));
const open = async () => {
  await ready;
  const cache = createCache({ redis, ttlSeconds: 60, metrics: createMetrics("test") });
  await redis.ping(); // it has asked Redis who it is before this
  return cache;
};
afterAll(() => redis.disconnect());

const unique = () => crypto.randomUUID();
const at = (n: number) => n.toString(16).padStart(16, "0");

test("a value is loaded once for any number of readers at the same time, and then comes from Redis", async () => {
  const cache = await open();
  const [key, tag] = [unique(), unique()];
  let loads = 0;
  const load = async () => {
    loads++;
    await Bun.sleep(20);
    return { value: { n: 1 }, position: at(1) };
  };
  const values = await Promise.all(Array.from({ length: 20 }, () => cache.read(key, [tag], load)));
  expect(new Set(values.map((value) => value.n))).toEqual(new Set([1]));
  expect(await cache.read(key, [tag], load)).toEqual({ n: 1 });
  expect(loads).toBe(1);
});

test("a reader never gets a value older than the last write it could have seen, however reads and writes interleave", async () => {
  const caches = [await open(), await open()];
  const steps = fc.array(fc.record({ who: fc.nat(1), slow: fc.nat(3), write: fc.boolean(), pause: fc.nat(2) }), {
    minLength: 4,
    maxLength: 14,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      const [key, tag] = [unique(), unique()];
      let truth = 0;
      let renewed = 0;
      const act = async ({ who, slow, write }: (typeof plan)[number]) => {
        const cache = caches[who] as Cache;
        if (write) {
          const written = ++truth;
          await cache.renew([tag], at(written));
          renewed = Math.max(renewed, written);
          return;
        }
        const promised = renewed;
        const load = async () => {
          const value = truth;
          await Bun.sleep(slow);
          return { value, position: at(value) };
        };
        expect(await cache.read(key, [tag], load)).toBeGreaterThanOrEqual(promised);
      };
      const running: Promise<void>[] = [];
      for (const step of plan) {
        running.push(act(step));
        await Bun.sleep(step.pause);
      }
      await Promise.all(running);
      await act({ who: 0, slow: 0, write: false, pause: 0 });
    }),
    { numRuns: 60 },
  );
});

test("a slow reader cannot put an old value in place of a newer one", async () => {
  const cache = await open();
  const [key, tag] = [unique(), unique()];
  const mayFinish = Promise.withResolvers<void>();
  const slow = cache.read(key, [tag], async () => {
    await mayFinish.promise;
    return { value: "old", position: at(1) };
  });
  await cache.renew([tag], at(2));
  expect(await cache.read(key, [tag], async () => ({ value: "new", position: at(2) }))).toBe("new");
  mayFinish.resolve();
  await slow;
  expect(await cache.read(key, [tag], async () => ({ value: "newest", position: at(2) }))).not.toBe("old");
});

test("the position a tag demands only grows, in whatever order writers report", async () => {
  const cache = await open();
  const tag = unique();
  await cache.renew([tag], walPosition("0/20"));
  await cache.renew([tag], walPosition("0/10"));
  expect(await cache.freshness([tag])).toEqual({ position: walPosition("0/20") });
  expect(walPosition("1/0") > walPosition("0/FFFFFFFF")).toBe(true);
  expect(await cache.freshness([unique()])).toBeNull();
});
