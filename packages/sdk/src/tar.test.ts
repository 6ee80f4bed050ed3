import { expect, test } from "bun:test";
import fc from "fast-check";
import { packFolder } from "./tar.ts";

const segment = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter((s) => !/[/\0\\]/.test(s) && s !== "." && s !== "..");

test("tar itself reads back every path and byte that was packed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.uint8Array({ maxLength: 2000 })), {
        maxLength: 8,
        selector: ([path]) => path.join("/"),
      }),
      async (files) => {
        const archive = packFolder(files.map(([path, bytes]) => ({ path: path.join("/"), content: new Blob([bytes]) })));
        const entries = await new Bun.Archive(await archive.bytes()).files();
        expect([...entries.keys()].toSorted()).toEqual(files.map(([path]) => path.join("/")).toSorted());
        for (const [path, bytes] of files) expect(await entries.get(path.join("/"))?.bytes()).toEqual(bytes);
      },
    ),
    { numRuns: 100 },
  );
});
