import { expect, test } from "bun:test";
import type { Descriptor } from "@slate/oci";
import { pathKey, pathProblem } from "@slate/schema/api";
import fc from "fast-check";
import { TITLE } from "../artifacts/artifact.ts";
import { FILES_LIMIT, readPush } from "./read-push.ts";

const limits = { fileBytes: 1000, projectBytes: 3000 };
const sha256 = "0".repeat(64);
const layer = (title: string | undefined, size = 1, more: Record<string, string> = {}): Descriptor => ({
  mediaType: "application/octet-stream",
  digest: `sha256:${sha256}`,
  size,
  annotations: { ...more, ...(title === undefined ? {} : { [TITLE]: title }) },
});

test("whatever layers are pushed: only safe, distinct paths within the limits are taken", () => {
  const segment = fc.oneof(
    fc.constantFrom("Assets", "a.txt", "A.TXT", "..", ".", "", "con", "a\\b", "c:", " x ", "é", "e\u0301"),
    fc.string(),
  );
  const title = fc.option(
    fc.array(segment, { maxLength: 4 }).map((parts) => parts.join("/")),
    { nil: undefined },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(title, fc.nat(1200)), { maxLength: 6 }), (drawn) => {
      const read = readPush({ layers: drawn.map(([title, size]) => layer(title, size)) }, limits);
      if ("refused" in read) return expect(read.refused).not.toBe("");
      expect(read.files.length).toBe(drawn.length);
      expect(new Set(read.files.map(({ path }) => pathKey(path))).size).toBe(read.files.length);
      for (const { path, size } of read.files) expect([pathProblem(path), size <= limits.fileBytes]).toEqual([null, true]);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["no layers", [], "no layers"],
  ["a layer without a name, as those of an image", [layer("a.txt"), layer(undefined)], TITLE],
  ["a folder packed into one layer", [layer("Assets", 1, { "io.deis.oras.content.unpack": "true" })], "packed folder"],
  ["a path that leaves the project", [layer("../a.txt")], "'..'"],
  ["two names that one disk would mix up", [layer("a.txt"), layer("A.TXT")], "twice"],
  ["a file that is too large", [layer("a", 1001)], "1000 bytes"],
  ["more than a project may have", [1, 2, 3, 4].map((i) => layer(`${i}`, 900)), "3000 bytes"],
  ["more files than one changeset takes", Array.from({ length: FILES_LIMIT + 1 }, (_, i) => layer(`${i}`, 0)), `${FILES_LIMIT} layers`],
])("%s is refused, saying so", (_, layers, reason) => {
  const read = readPush({ layers }, limits);
  expect("refused" in read && read.refused).toContain(reason);
});
