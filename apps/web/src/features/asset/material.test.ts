import { expect, test } from "bun:test";
import { readMaterial, toCss } from "./material.ts";

const red = { r: 1, g: 0, b: 0, a: 1 };

test("the main colour is the one that shaders use, whatever stands before it", () => {
  const m_Colors = [{ _EmissionColor: { r: 0, g: 0, b: 0, a: 1 } }, { _Color: red }];
  const { main, colours } = readMaterial({ m_SavedProperties: { m_Colors } });
  expect(main).toEqual(red);
  expect(colours.map(({ name }) => name)).toEqual(["_EmissionColor", "_Color"]);
});

test("materials of old versions of Unity are read too, and one without colours is white", () => {
  const m_Colors = [{ first: { name: "_Color" }, second: red }];
  expect(readMaterial({ m_SavedProperties: { m_Colors } }).main).toEqual(red);
  expect(readMaterial(undefined).main).toEqual({ r: 1, g: 1, b: 1, a: 1 });
});

test("a colour brighter than the screen stays a colour", () => {
  expect(toCss({ r: 4, g: 0.5, b: -1, a: 1 })).toBe("rgb(255 128 0 / 1)");
});
