import { expect, test } from "bun:test";
import { localPath } from "./local-path.ts";

test("the way back never leads to another site", () => {
  for (const path of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/.//evil.example",
    "/a/..//evil.example",
    "/./\\evil.example",
    "/%2e//evil.example",
    "",
    undefined,
  ]) {
    expect(localPath(path)).toBe("/");
  }
});

test("a path of ours keeps its search and hash", () => {
  expect(localPath("/w/skerry/p/1/files/a.cs?version=2#L4")).toBe("/w/skerry/p/1/files/a.cs?version=2#L4");
});
