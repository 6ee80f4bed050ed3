import { expect, test } from "bun:test";
import { describeLeftOut } from "./left-out.ts";

test("what the browser did not send and what the server did not keep are told together", () => {
  const skipped = [
    { path: "Game/Library", files: 1204 },
    { path: "Game/Temp", files: null },
  ];
  const ignored = [{ pattern: ".slateignore", count: 3, example: "notes.tmp" }];
  expect(describeLeftOut(skipped, ignored)).toBe("Left out: Library/ (1,204 files), Temp/, .slateignore (3 files)");
  expect(describeLeftOut([], [])).toBeNull();
});
