import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { createTree } from "./hierarchy.ts";
import { inspect } from "./inspect.ts";
import { placeholderId } from "./object-ids.ts";
import { type PrefabSource, resolveScene, type Scene } from "./resolve.ts";
import { testProjects } from "./test-project.ts";

setDefaultTimeout(60_000);
const HEADER = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n";
const guidOf = (letter: string) => letter.repeat(32);
/** A prefab of one object with the id 10 and a transform with the id 20. */
const plain = (name: string, size = 1) =>
  `${HEADER}--- !u!1 &10\nGameObject:\n  m_Component:\n  - component: {fileID: 20}\n  - component: {fileID: 30}\n  m_Name: ${name}\n  m_IsActive: 1\n` +
  "--- !u!4 &20\nTransform:\n  m_GameObject: {fileID: 10}\n  m_LocalPosition: {x: 0, y: 0, z: 0}\n  m_Children: []\n  m_Father: {fileID: 0}\n" +
  `--- !u!65 &30\nBoxCollider:\n  m_GameObject: {fileID: 10}\n  m_Enabled: 1\n  size: ${size}\n  m_Other: {fileID: 20}\n`;
type Override = [target: string, path: string, value: string];
const override =
  (guid: string) =>
  ([target, path, value]: Override) =>
    `    - target: {fileID: ${target}, guid: ${guid}, type: 3}\n      propertyPath: ${path}\n      value: ${value}\n      objectReference: {fileID: 0}\n`;
/** A prefab instance. */
const instance = (id: string, letter: string, overrides: Override[] = [], { parent = "0", removed = "" } = {}) =>
  `--- !u!1001 &${id}\nPrefabInstance:\n  m_Modification:\n    m_TransformParent: {fileID: ${parent}}\n    m_Modifications:${overrides.length === 0 ? " []" : ""}\n` +
  `${overrides.map(override(guidOf(letter))).join("")}    m_RemovedComponents:${removed === "" ? " []" : `\n    - {fileID: ${removed}, guid: ${guidOf(letter)}, type: 3}`}\n` +
  `  m_SourcePrefab: {fileID: 100100000, guid: ${guidOf(letter)}, type: 3}\n`;

const prefabs = (texts: Record<string, string>) =>
  new Map(Object.entries(texts).map(([letter, text]): [string, PrefabSource] => [guidOf(letter), { kind: "prefab", text }]));
const none = () => undefined;
const names = (scene: Scene) => createTree(scene, none, 1000).nodes.map(({ name, depth }) => `${"  ".repeat(depth)}${name}`);
const sizeIn = (scene: Scene, localId: string) =>
  inspect(scene, localId, none)
    ?.components.flatMap(({ properties }) => properties)
    .find(({ path }) => path === "size");

describe("overrides", () => {
  // c is a variant of b, which is a variant of a.
  const b = HEADER + instance("100", "a", [["30", "size", "2"]]);
  const inB = placeholderId("100", "30");
  const sources = prefabs({ a: plain("Crate"), b });

  test("of the outermost instance win, and of one list the last", () => {
    const scene = (overrides: Override[]) => resolveScene(HEADER + instance("200", "b", overrides), sources);
    const inC = placeholderId("200", inB);
    expect(sizeIn(scene([]), inC)).toMatchObject({ value: 2, overridden: false });
    expect(sizeIn(scene([[inB, "size", "3"]]), inC)).toMatchObject({ value: 3, overridden: true, baseValue: 2 });
    expect(
      sizeIn(
        scene([
          [inB, "size", "3"],
          [inB, "size", "4"],
        ]),
        inC,
      ),
    ).toMatchObject({ value: 4, baseValue: 2 });
  });

  test("name objects of the same prefab by the ids that they have in the outer file", () => {
    const scene = resolveScene(HEADER + instance("200", "b"), sources);
    const collider = scene.objects.get(placeholderId("200", inB));
    const other = inspect(scene, collider?.localId ?? "", none)
      ?.components.flatMap(({ properties }) => properties)
      .find(({ path }) => path === "m_Other");
    expect(other?.value).toMatchObject({ localId: placeholderId("200", placeholderId("100", "20")), guid: null });
  });

  test("of an array make it as long as they say, with copies of its last element", () => {
    const list = plain("List").replace("  size: 1\n", "  sizes:\n  - 5\n");
    const text =
      HEADER +
      instance("100", "a", [
        ["30", "sizes.Array.size", "3"],
        ["30", "'sizes.Array.data[2]'", "7"],
      ]);
    const scene = resolveScene(text, prefabs({ a: list }));
    const found = inspect(scene, placeholderId("100", "30"), none)?.components[2]?.properties.filter(({ path }) =>
      path.startsWith("sizes"),
    );
    expect(found?.map(({ value, overridden }) => [value, overridden])).toEqual([
      [3, true],
      [5, false],
      [5, false],
      [7, true],
    ]);
  });
});

describe("hierarchy", () => {
  test("a removed component is not there, and what hangs on a placeholder is", () => {
    const placeholder = placeholderId("100", "20");
    const text =
      `${HEADER}${instance("100", "a", [], { removed: "30" })}--- !u!4 &${placeholder} stripped\nTransform:\n` +
      `  m_CorrespondingSourceObject: {fileID: 20, guid: ${guidOf("a")}, type: 3}\n  m_PrefabInstance: {fileID: 100}\n` +
      "--- !u!1 &1\nGameObject:\n  m_Component:\n  - component: {fileID: 2}\n  m_Name: Lid\n" +
      `--- !u!4 &2\nTransform:\n  m_GameObject: {fileID: 1}\n  m_Children: []\n  m_Father: {fileID: ${placeholder}}\n`;
    const { nodes } = createTree(resolveScene(text, prefabs({ a: plain("Crate") })), none, 100);
    expect(nodes.map(({ name, depth, added, components }) => [name, depth, added, components.length])).toEqual([
      ["Crate", 0, false, 1],
      ["Lid", 1, true, 1],
    ]);
  });

  test("roots are in the order of the scene, by its list or by their numbers", () => {
    const object = (id: number, name: string, order: number) =>
      `--- !u!1 &${id}\nGameObject:\n  m_Component:\n  - component: {fileID: ${id + 1}}\n  m_Name: ${name}\n` +
      `--- !u!4 &${id + 1}\nTransform:\n  m_GameObject: {fileID: ${id}}\n  m_Children: []\n  m_Father: {fileID: 0}\n  m_RootOrder: ${order}\n`;
    const placed = instance("100", "a", [["20", "m_RootOrder", "1"]]);
    const objects = object(1, "Last", 2) + placed + object(3, "First", 0);
    const list = "--- !u!1660057539 &9\nSceneRoots:\n  m_Roots:\n  - {fileID: 2}\n  - {fileID: 100}\n  - {fileID: 4}\n";
    const sources = prefabs({ a: plain("Crate") });
    expect(names(resolveScene(HEADER + objects, sources))).toEqual(["First", "Crate", "Last"]);
    expect(names(resolveScene(HEADER + objects + list, sources))).toEqual(["Last", "Crate", "First"]);
  });

  test("a prefab that is missing is shown as such, a model by its name, each with what is known", () => {
    const text =
      HEADER +
      instance("100", "a", [
        ["5", "m_Name", "Wreck"],
        ["6", "m_LocalPosition.x", "1"],
      ]) +
      instance("200", "b");
    const scene = resolveScene(text, new Map([[guidOf("b"), { kind: "model", name: "Hull" }]]));
    const { nodes } = createTree(scene, none, 100);
    expect(nodes.map(({ name, prefab }) => [name, prefab?.kind])).toEqual([
      ["Wreck", "missing"],
      ["Hull", "model"],
    ]);
    expect(scene.warnings.map(({ code }) => code)).toEqual(["prefab.missing"]);
  });

  test("prefabs that hold each other, or themselves many times over, end", () => {
    const circle = prefabs({ a: HEADER + instance("1", "b"), b: HEADER + instance("2", "a") });
    expect(createTree(resolveScene(HEADER + instance("3", "a"), circle), none, 100).nodes.length).toBe(1);
    const level = (letter: string, depth: number) =>
      HEADER + Array.from({ length: 20 }, (_, i) => instance(String((i + 1) * 32 ** depth), letter)).join("");
    const bomb = prefabs({ a: plain("Grain"), b: level("a", 1), c: level("b", 2), d: level("c", 3), e: level("d", 4), f: level("e", 5) });
    const scene = resolveScene(level("f", 6), bomb);
    expect(scene.objects.size).toBeLessThanOrEqual(200_000);
    expect(scene.warnings.map(({ code }) => code)).toContain("prefab.too_many_objects");
  });

  test("every GameObject of the samples is in its tree, once, and below its parent", () => {
    for (const { files, sources, pathOf } of testProjects) {
      for (const [path, text] of files) {
        const scene = resolveScene(text, sources);
        const { nodes } = createTree(scene, pathOf, 100_000);
        const objects = [...scene.objects.values()].filter(({ classId }) => classId === 1).map(({ localId }) => localId);
        expect(new Set(nodes.map(({ localId }) => localId))).toEqual(new Set(objects));
        expect(nodes.length, path).toBe(objects.length);
        const seen = new Set<string | null>([null]);
        for (const { localId, parent } of nodes) {
          expect(seen.has(parent)).toBe(true);
          seen.add(localId);
        }
      }
    }
  });
});
