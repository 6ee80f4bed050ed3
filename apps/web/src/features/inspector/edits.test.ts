import { expect, test } from "bun:test";
import { keyOf, type Pending, sameValue, useEdits } from "./edits.ts";

const pending = (path: string, value: number, before: number): Pending => ({
  edit: { do: "set", localId: "1", path, value },
  before,
  object: "Body",
  property: path,
});

test("a property has one change at a time, and a saved one leaves the others", () => {
  const { put, drop } = useEdits.getState();
  put("asset", pending("m_Mass", 2, 1));
  put("asset", pending("m_Mass", 3, 1));
  put("asset", pending("m_Drag", 5, 0));
  expect(Object.values(useEdits.getState().byAsset.asset ?? {}).map(({ edit }) => edit)).toMatchObject([{ value: 3 }, { value: 5 }]);
  drop("asset", [keyOf({ localId: "1", path: "m_Mass" })]);
  expect(Object.keys(useEdits.getState().byAsset.asset ?? {})).toEqual(["1 m_Drag"]);
  drop("asset", ["1 m_Drag"]);
  expect(useEdits.getState().byAsset).toEqual({});
});

test("values are the same when they say the same", () => {
  expect(sameValue({ x: 1, y: 2 }, { y: 2, x: 1 })).toBe(true);
  expect(sameValue({ x: 1, y: 2 }, { x: 1 })).toBe(false);
  expect(sameValue({ localId: "1", guid: null, type: null }, { localId: "2", guid: null, type: null })).toBe(false);
  expect(sameValue(null, 0)).toBe(false);
});
