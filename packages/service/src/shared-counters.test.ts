import { afterAll, expect, test } from "bun:test";
import { Redis } from "ioredis";
import { eventually, testStack } from "../../../infra/testing/index.ts";
import { createSharedCounters } from "./shared-counters.ts";

const WINDOW_SECONDS = 3600;
const redis = new Redis(testStack().redisUrl);
const away = new Redis({ port: 1, lazyConnect: true });
afterAll(() => redis.disconnect());

test("one process counts exactly, and replicas learn of each other's counts without any being lost or counted twice", async () => {
  await eventually(() => expect(redis.status).toBe("ready"));
  const replicas = [1, 2, 3].map(() => createSharedCounters(redis, WINDOW_SECONDS));
  const key = crypto.randomUUID();
  for (let i = 1; i <= 50; i++) expect(replicas[0]?.add(key).used).toBe(i);
  for (const replica of replicas.slice(1)) for (let i = 0; i < 50; i++) replica.add(key);
  let added = 150;
  await eventually(() => {
    const seen = replicas.map((replica) => replica.add(key).used);
    added += 3;
    for (const used of seen) expect(used).toBeGreaterThan(150);
    for (const used of seen) expect(used).toBeLessThanOrEqual(added);
  });
});

test("without Redis a process counts for itself", () => {
  const counters = createSharedCounters(away, WINDOW_SECONDS);
  const key = crypto.randomUUID();
  for (let i = 1; i <= 10; i++) expect(counters.add(key).used).toBe(i);
});
