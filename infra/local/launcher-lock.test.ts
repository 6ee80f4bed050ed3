import { expect, test } from "bun:test";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { releaseLock, takeLock } from "./launcher-lock.ts";
import { identify } from "./process-table.ts";

const newFile = () => join(mkdtempSync(join(tmpdir(), "slate-lock-")), "launcher.json");

test("a second launcher learns who the first one is", () => {
  const file = newFile();
  expect(takeLock(file)).toBeUndefined();
  expect(takeLock(file)).toEqual(identify(process.pid));
  releaseLock(file);
  expect(takeLock(file)).toBeUndefined();
});

test("the lock of a launcher that died is taken over, also when its number is in use again", () => {
  for (const text of ['{"pid":4194304,"startedAtTicks":"1"}', `{"pid":${process.pid},"startedAtTicks":"1"}`, "half a li"]) {
    const file = newFile();
    writeFileSync(file, text);
    expect(takeLock(file)).toBeUndefined();
  }
});
