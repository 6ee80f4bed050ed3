import { expect, test } from "bun:test";
import { moveInGrid } from "./move-in-grid.ts";

// 0 1 2 3
// 4 5 6 7
// 8 9
const move = (key: string, from: number) => moveInGrid(key, from, 4, 10);

test("arrows move in both directions and stop at the edges", () => {
  expect([move("ArrowRight", 3), move("ArrowLeft", 4), move("ArrowDown", 1), move("ArrowUp", 9)]).toEqual([4, 3, 5, 5]);
  expect([move("ArrowLeft", 0), move("ArrowRight", 9), move("ArrowUp", 2), move("ArrowDown", 9)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("down from above a gap in the last row goes to the last thing, a page goes as far as there is", () => {
  expect([move("ArrowDown", 6), move("PageDown", 1), move("PageUp", 9), move("End", 0), move("Home", 9)]).toEqual([9, 9, 1, 9, 0]);
});

test("the first key enters at the beginning, and other keys do not move", () => {
  expect([move("ArrowDown", -1), move("x", 3)]).toEqual([0, undefined]);
});
