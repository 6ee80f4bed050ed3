import { expect, test } from "bun:test";
import type { Property } from "@slate/schema/api";
import { childCount, visibleProperties } from "./visible-properties.ts";

const property = (path: string, depth: number): Property => ({
  path,
  name: path,
  depth,
  kind: "number",
  value: 0,
  editable: true,
  overridden: false,
  baseValue: null,
});
const properties = [property("a", 0), property("b", 0), property("b.x", 1), property("b.x.y", 2), property("b.z", 1), property("c", 0)];

test("what is inside something closed is not shown, however deep", () => {
  const shown = (open: string[]) => visibleProperties(properties, ({ path }) => open.includes(path)).map(({ property }) => property.path);
  expect(shown([])).toEqual(["a", "b", "c"]);
  expect(shown(["b"])).toEqual(["a", "b", "b.x", "b.z", "c"]);
  expect(shown(["b.x"])).toEqual(["a", "b", "c"]);
  expect(shown(["b", "b.x"])).toEqual(["a", "b", "b.x", "b.x.y", "b.z", "c"]);
});

test("only what is directly below counts", () => {
  expect(childCount(properties, 1)).toBe(2);
  expect(childCount(properties, 5)).toBe(0);
});
