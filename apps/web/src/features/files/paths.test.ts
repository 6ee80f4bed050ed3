import { expect, test } from "bun:test";
import { copyOf, folderOf, foldersAbove, join, nameOf } from "./paths.ts";

test("a path is its folder and its name", () => {
  for (const path of ["README.md", "Assets/Scripts/Player.cs"]) expect(join(folderOf(path), nameOf(path))).toBe(path);
  expect(folderOf("README.md")).toBe("");
});

test("the folders above a file are those to open for it to be seen", () => {
  expect(foldersAbove("Assets/Scripts/Player.cs")).toEqual(["Assets", "Assets/Scripts"]);
  expect(foldersAbove("README.md")).toEqual([]);
});

test("a copy keeps its ending", () => {
  expect(copyOf("Assets/Player.cs")).toBe("Assets/Player copy.cs");
  expect(copyOf(".slateignore")).toBe(".slateignore copy");
});
