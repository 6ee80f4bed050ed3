import { expect, test } from "bun:test";
import { commonFolder, isSkippedFolder, readPicked } from "./read-drop.ts";

const picked = (path: string) => Object.assign(new File([""], "x"), { webkitRelativePath: path });

test("what Unity can make again is not sent, but a folder of assets may be called anything", () => {
  expect(["MyGame/Library", "MyGame/temp", "MyGame/.git", "MyGame/Assets/.git"].map(isSkippedFolder)).toEqual([true, true, true, true]);
  expect(["MyGame/Assets/Library", "MyGame/Packages/Logs", "MyGame/ProjectSettings"].map(isSkippedFolder)).toEqual([false, false, false]);
});

test("a picked folder is filtered like a dropped one, and what is left out is told with its count", () => {
  const picks = ["MyGame/Assets/Library/a.cs", "MyGame/Library/cache.bin", "MyGame/Library/a/b.bin", "MyGame/Library.txt"];
  const { entries, skipped } = readPicked(picks.map(picked));
  expect(entries.map(({ path }) => path)).toEqual(["MyGame/Assets/Library/a.cs", "MyGame/Library.txt"]);
  expect(skipped).toEqual([{ path: "MyGame/Library", files: 2 }]);
});

test("the common folder is the one that holds everything", () => {
  expect(commonFolder(readPicked(["MyGame/a", "MyGame/b/c"].map(picked)).entries)).toBe("MyGame");
  expect(commonFolder(readPicked(["MyGame/a", "Other/b"].map(picked)).entries)).toBeNull();
  expect(commonFolder(readPicked(["a.txt"].map(picked)).entries)).toBeNull();
  expect(commonFolder([])).toBeNull();
});
