import { expect, test } from "bun:test";
import { batchesOf, type TouchedFile } from "./touched-files.ts";

const MiB = 1024 * 1024;
const files = (count: number, extension: string, size: number, binary: boolean): TouchedFile[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${extension}${i}`, path: `Assets/${i}.${extension}`, size, binary }));
const sizesOf = (all: TouchedFile[]) => batchesOf(all).map(({ length }) => length);

test("what may be read is counted whole, also where it looks binary, so that no batch is more than memory holds", () => {
  expect(sizesOf(files(6, "prefab", 3 * MiB, true))).toEqual([2, 2, 2]);
  expect(sizesOf(files(6, "prefab", 3 * MiB, false))).toEqual([2, 2, 2]);
  expect(sizesOf(files(3, "png.meta", 5 * MiB, true))).toEqual([1, 1, 1]);
});

test("of pictures only the name is read, so many go together", () => {
  expect(sizesOf(files(501, "png", 100 * MiB, true))).toEqual([500, 1]);
});

test("a file and its meta stay together, however large", () => {
  const pair = [...files(1, "unity", 7 * MiB, false), { id: "meta", path: "Assets/0.unity.meta", size: 7 * MiB, binary: false }];
  expect(batchesOf([...files(1, "mat", MiB, false), ...pair].map((file, i) => ({ ...file, id: String(i) })))).toEqual([["0"], ["1", "2"]]);
});
