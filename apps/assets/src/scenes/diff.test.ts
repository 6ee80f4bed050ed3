import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { diffScenes, type SceneDiff } from "./diff.ts";
import { createTree } from "./hierarchy.ts";
import { resolveScene } from "./resolve.ts";
import { splice } from "./splice.ts";
import { testProjects } from "./test-project.ts";

setDefaultTimeout(60_000);
const [sample] = testProjects;
if (!sample) throw new Error("the sample is there");
const { files, sources, pathOf } = sample;
const fileAt = (path: string): string => files.get(`Assets/Skerry/${path}`) ?? "";
const island = fileAt("Scenes/Island.unity");

const diff = (before: string, after: string): SceneDiff => diffScenes(resolveScene(before, sources), resolveScene(after, sources), pathOf);
const told = ({ changes }: SceneDiff) =>
  changes.map(({ kind, object, component, path, before, after }) => ({ kind, object, component, path, before, after }));
const nodes = createTree(resolveScene(island, sources), pathOf, 10_000).nodes;
const find = (name: string) => nodes.find((node) => node.name === name) as (typeof nodes)[number];
const component = (name: string, type: string): string => find(name).components.find((one) => one.type === type)?.localId ?? "";

describe("the difference of two versions of a scene", () => {
  test("is nothing for the same text, and for every file of the sample all of it against nothing", () => {
    for (const text of files.values()) {
      expect(diff(text, text)).toMatchObject({ changes: [], hidden: 0 });
      const { objects } = resolveScene(text, sources);
      const { summary } = diff("", text);
      if (objects.size > 0) expect(summary.objectsAdded).toBeGreaterThan(0);
      expect(summary.objectsAdded).toBeLessThanOrEqual(objects.size);
      expect(diff(text, "").summary.objectsRemoved).toBe(summary.objectsAdded);
    }
  });

  test("tells a property by the names of its object and component", () => {
    const after = splice(island, [{ do: "set", localId: component("Sun", "Light"), path: "m_Intensity", value: 3.5 }], sources, pathOf);
    expect(told(diff(island, after))).toEqual([
      { kind: "property", object: "Sun", component: "Light", path: "m_Intensity", before: expect.any(Number), after: 3.5 },
    ]);
  });

  test("tells an override by what the prefab said before, and hides one that says the same", () => {
    const boat = component("Boat #3", "BoatRoute");
    const after = splice(island, [{ do: "set", localId: boat, path: "metresPerSecond", value: 9 }], sources, pathOf);
    expect(told(diff(island, after))).toEqual([
      { kind: "property", object: "Fairway/Boat #3", component: "BoatRoute", path: "metresPerSecond", before: 2.5, after: 9 },
    ]);
    const instance = find("Boat #3").prefab;
    const same = after.replace(
      "      propertyPath: metresPerSecond\n      value: 9\n",
      "      propertyPath: metresPerSecond\n      value: 2.5\n",
    );
    expect(diff(island, same)).toMatchObject({ changes: [], hidden: 1 });
    expect(diff(island, after).changes[0]?.override).toBe(instance?.guid ?? "");
  });

  test("hides the order of documents and of overrides, and the hints of the editor", () => {
    const [head = "", ...documents] = island.split(/^(?=--- )/m);
    expect(diff(island, [head, ...documents.reverse()].join(""))).toMatchObject({ changes: [], hidden: 0 });
    const hinted = island.replace(/m_LocalEulerAnglesHint: \{x: 0, y: 0, z: 0\}/, "m_LocalEulerAnglesHint: {x: 0, y: 90, z: 0}");
    expect(hinted).not.toBe(island);
    expect(diff(island, hinted)).toMatchObject({ changes: [], hidden: 1 });
  });

  test("tells objects and components that came and went, each once and not with all that is in it", () => {
    const variant = fileAt("Prefabs/Environment/RockLichen.prefab");
    const withoutTuft = variant.replace(/^ {4}m_RemovedComponents:\n {4}- .*\n/m, "    m_RemovedComponents: []\n");
    expect(told(diff(variant, withoutTuft))).toEqual([
      { kind: "component-added", object: "RockLichen", component: "MeshCollider", path: null, before: null, after: null },
    ]);
    const buoy = find("Buoy 1").prefab?.instance ?? "";
    const withoutBuoy = island.replace(new RegExp(`^--- !u!1001 &${buoy}\\n(?:(?!---).*\\n)*`, "m"), "");
    expect(told(diff(island, withoutBuoy))).toEqual([
      { kind: "object-removed", object: "Fairway/Buoy 1", component: null, path: null, before: null, after: null },
    ]);
  });

  test("tells an object that hangs elsewhere", () => {
    const sun = component("Sun", "Transform");
    const sea = component("Sea", "Transform");
    const moved = island.replace(new RegExp(`(--- !u!4 &${sun}\\n(?:(?!---).*\\n)*?  m_Father: )\\{fileID: 0\\}`), `$1{fileID: ${sea}}`);
    expect(told(diff(island, moved))).toEqual([
      { kind: "object-moved", object: "Sea/Sun", component: null, path: null, before: "", after: "Sea" },
    ]);
  });
});
