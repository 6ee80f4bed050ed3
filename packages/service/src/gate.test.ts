import { expect, test } from "bun:test";
import { AppError } from "./errors.ts";
import { createGate } from "./gate.ts";

test("never more than its concurrency run, and everybody admitted runs", async () => {
  const gate = createGate({ concurrency: 3, waitMs: 5000, queue: 100, busy: "Busy" });
  let running = 0;
  let most = 0;
  const work = async (i: number) => {
    most = Math.max(most, ++running);
    await Bun.sleep(1);
    running--;
    if (i % 7 === 0) throw new Error("failed");
    return i;
  };
  const results = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => gate(() => work(i))));
  expect(most).toBe(3);
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(42);
  expect(await gate(async () => "free again")).toBe("free again");
});

test("past the queue, and past the wait, it refuses with 503 and gives its place to nobody twice", async () => {
  const gate = createGate({ concurrency: 1, waitMs: 20, queue: 1, busy: "Busy" });
  const release = Promise.withResolvers<void>();
  const first = gate(() => release.promise);
  const outcomes = await Promise.allSettled([gate(async () => "too late"), gate(async () => "too many")]);
  for (const outcome of outcomes) {
    const { reason } = outcome as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(AppError);
    expect(reason.definition.status).toBe(503);
  }
  release.resolve();
  await first;
  expect(await gate(async () => "free again")).toBe("free again");
});
