import { expect, test } from "bun:test";
import type { SceneChange } from "@slate/schema/api";
import { groupChanges } from "./group-changes.ts";

const change = (kind: SceneChange["kind"], localId: string, component: string | null = null, path: string | null = null): SceneChange => ({
  kind,
  object: `Body/${localId}`,
  localId,
  component,
  componentLocalId: component ? `${localId}-${component}` : null,
  path,
  kindOfValue: null,
  before: null,
  after: null,
  override: null,
});

test("changes stand below their object and component, wherever they were told", () => {
  const grouped = groupChanges([
    change("property", "1", "Rigidbody", "m_Mass"),
    change("component-added", "2", "Light"),
    change("property", "1", "Transform", "m_LocalPosition.x"),
    change("property", "1", "Rigidbody", "m_Drag"),
  ]);
  expect(
    grouped.map(({ path, components }) => [
      path,
      components.map(({ name, kind, properties }) => [name, kind, properties.map((one) => one.path)]),
    ]),
  ).toEqual([
    [
      "Body/1",
      [
        ["Rigidbody", "changed", ["m_Mass", "m_Drag"]],
        ["Transform", "changed", ["m_LocalPosition.x"]],
      ],
    ],
    ["Body/2", [["Light", "added", []]]],
  ]);
});

test("an object that came, went or moved says so, with what else changed about it", () => {
  const [came, went, moved] = groupChanges([
    change("object-added", "1"),
    change("object-removed", "2"),
    { ...change("object-moved", "3"), before: "Old/3" },
    change("property", "3", null, "m_Name"),
  ]);
  expect([came?.kind, went?.kind, moved?.kind, moved?.movedFrom]).toEqual(["added", "removed", "moved", "Old/3"]);
  expect(moved?.components[0]?.properties).toHaveLength(1);
});
