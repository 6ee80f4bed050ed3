import { expect, test } from "bun:test";
import { readGarbage } from "./garbage.ts";

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

test("the collector's output gives what goes, and nothing that it only marked", () => {
  const output = [
    "ws-1/p-1/files",
    `ws-1/p-1/files: marking manifest ${digest("a")} `,
    `ws-1/p-1/files: marking blob ${digest("b")}`,
    "",
    "2 blobs marked, 2 blobs and 1 manifests eligible for deletion",
    `blob eligible for deletion: ${digest("c")}`,
    `blob eligible for deletion: ${digest("d")}`,
  ].join("\n");
  expect(readGarbage(output)).toEqual({ blobs: [digest("c"), digest("d")], manifests: 1 });
});

test("output that breaks off is a failure, not an empty collection", () => {
  expect(() => readGarbage("ws-1/p-1/files\nfailed to garbage collect: walking the store")).toThrow("did not say");
});
