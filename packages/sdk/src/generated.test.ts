import { expect, test } from "bun:test";
import { join } from "node:path";

test("the committed client is what the services' documents say today", async () => {
  const check = Bun.spawn([process.execPath, join(import.meta.dir, "../generate.ts"), "--check"], { stderr: "pipe" });
  expect(await check.stderr.text()).toBe("");
  expect(await check.exited).toBe(0);
}, 30_000);
