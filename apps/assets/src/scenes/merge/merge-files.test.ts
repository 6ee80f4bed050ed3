import { describe, expect, setDefaultTimeout, test } from "bun:test";
import fc from "fast-check";
import { parseFile } from "../../unity/parse-documents.ts";
import { findByPath } from "../../unity/property-path.ts";
import { get, localIdOf, textOf } from "../../unity/tree.ts";
import { diffValues, isSame } from "../diff-values.ts";
import { createTree } from "../hierarchy.ts";
import { resolveScene } from "../resolve.ts";
import { readScene } from "../scene-file.ts";
import { splice } from "../splice.ts";
import { problemsOf } from "../test-file.ts";
import { testProjects } from "../test-project.ts";
import { findFlaws, rootPlaceholdersIn } from "./flaws.ts";
import { type Merge, mergeFiles } from "./merge-files.ts";
import { act, perform } from "./test-edits.ts";

setDefaultTimeout(120_000);
const FILE_LIMIT_CHARS = 25_000;

/** Prefabs and scenes of the projects; not the very large ones, so that there is time for many. */
const bases = testProjects.flatMap((project) =>
  [...project.files]
    .filter(([path, text]) => /\.(prefab|unity)$/.test(path) && text.length < FILE_LIMIT_CHARS)
    .map(([path, text]) => ({ project, path, text, [fc.toStringMethod]: () => path })),
);
const acts = fc.array(act, { minLength: 1, maxLength: 4 });
const change = fc.record({ base: fc.constantFrom(...bases), our: acts, their: acts }).map(({ base, our, their }) => {
  const changed = (list: typeof our) => list.reduce((text, one) => perform(text, base.project, one), base.text);
  return {
    base: base.text,
    ours: changed(our),
    theirs: changed(their),
    [fc.toStringMethod]: () => `${base.path} ours ${JSON.stringify(our)} theirs ${JSON.stringify(their)}`,
  };
});
type Change = { base: string; ours: string; theirs: string };

/** What is wrong with the merged file that neither side had. */
function newProblems({ base, ours, theirs }: Change, { text }: Merge): string[] {
  const known = new Set([...problemsOf(ours), ...problemsOf(theirs)]);
  const roots = rootPlaceholdersIn([base, ours, theirs].map(readScene));
  const flaws = findFlaws(readScene(text), roots).map(({ kind, document }) => `${kind} in ${document.localId}`);
  const sound = new Set(
    [ours, theirs].flatMap((side) => findFlaws(readScene(side), roots).map(({ kind, document }) => `${kind} in ${document.localId}`)),
  );
  return [...problemsOf(text).filter((problem) => !known.has(problem)), ...flaws.filter((flaw) => !sound.has(flaw)), ...loopsIn(text)];
}

/** Objects that hang below themselves. */
function loopsIn(text: string): string[] {
  const { byId, documents } = readScene(text);
  return documents.flatMap(({ localId }) => {
    const seen = new Set<string>();
    for (let at: string | null = localId; at !== null && byId.has(at); at = localIdOf(get(byId.get(at)?.body, "m_Father"))) {
      if (seen.has(at)) return [`${localId} hangs below itself`];
      seen.add(at);
    }
    return [];
  });
}

/** Values that a side changed in documents that it did not bring, by document and path. */
function changedValues(base: string, side: string): { localId: string; path: string }[] {
  const before = readScene(base);
  return readScene(side).documents.flatMap(({ localId, body }) => {
    const old = before.byId.get(localId);
    return old ? diffValues(old.body, body).changes.map(({ path }) => ({ localId, path })) : [];
  });
}

describe("a merge of generated changes", () => {
  test("with a side that changed nothing is the other side, byte for byte", () => {
    fc.assert(
      fc.property(change, ({ base, ours, theirs }) => {
        expect(mergeFiles({ base, ours, theirs: base })).toEqual({ text: ours, conflicts: [], remapped: [] });
        expect(mergeFiles({ base, ours: base, theirs })).toEqual({ text: theirs, conflicts: [], remapped: [] });
        expect(mergeFiles({ base, ours, theirs: ours }).text).toBe(ours);
      }),
      { numRuns: 200 },
    );
  });

  test("is a sound file, whatever the two did and however it is decided", () => {
    fc.assert(
      fc.property(change, fc.constantFrom("base" as const, "ours" as const, "theirs" as const), (texts, side) => {
        const merged = mergeFiles(texts);
        expect(newProblems(texts, merged)).toEqual([]);
        expect(new Set(merged.conflicts.map(({ id }) => id)).size).toBe(merged.conflicts.length);
        const decided = mergeFiles(texts, new Map(merged.conflicts.map(({ id }) => [id, side])));
        expect(newProblems(texts, decided)).toEqual([]);
      }),
      { numRuns: 700 },
    );
  });

  test("has what each side changed, or names it in a conflict with the values of both", () => {
    fc.assert(
      fc.property(change, (texts) => {
        const { text, conflicts, remapped } = mergeFiles(texts);
        const merged = readScene(text);
        const renamed = new Map(remapped.map(({ from, to }) => [from, to]));
        for (const name of ["ours", "theirs"] as const) {
          const side = readScene(texts[name]);
          for (const { localId, path } of changedValues(texts.base, texts[name])) {
            const wanted = findByPath(side.byId.get(localId)?.body ?? { kind: "sequence", items: [], start: 0, end: 0, flow: false }, path);
            const body = merged.byId.get(localId)?.body;
            const found = body ? findByPath(body, path) : undefined;
            const reference = textOf(wanted, "fileID");
            const isKept = isSame(found, wanted) || (reference !== undefined && renamed.get(reference) === textOf(found, "fileID"));
            const isTold = conflicts.some((conflict) => conflict.localId === localId && conflict.ours !== conflict.theirs);
            if (!isKept && !isTold) throw new Error(`${localId} ${path} of ${name} is lost`);
          }
          for (const { localId, start, end } of side.documents) {
            if (readScene(texts.base).byId.has(localId)) continue;
            const id = name === "theirs" ? (renamed.get(localId) ?? localId) : localId;
            if (!merged.byId.has(id)) throw new Error(`${id}, added by ${name}, is lost: ${texts[name].slice(start, end)}`);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("a merge by hand", () => {
  const [sample] = testProjects;
  if (!sample) throw new Error("the sample is there");
  const { sources, pathOf } = sample;
  const boat =
    sample.files.get("Assets/Skerry/Prefabs/Vehicles/Boat.prefab") ??
    [...sample.files].find(([path]) => path.endsWith("Boat.prefab"))?.[1] ??
    "";
  const scene = resolveScene(boat, sources);
  const tree = createTree(scene, pathOf, 1000);
  const idOf = (type: string) => tree.nodes.flatMap(({ components }) => components).find((one) => one.type === type)?.localId ?? "";
  const set = (text: string, localId: string, path: string, value: number) =>
    splice(text, [{ do: "set", localId, path, value }], sources, pathOf);
  const valueAt = (text: string, localId: string, path: string) => {
    const body = parseFile(text).documents.find((document) => document.localId === localId)?.body;
    return body ? textOf(findByPath(body, path)) : undefined;
  };
  const route = idOf("BoatRoute");
  const transform = idOf("Transform");

  test("takes two properties of one component, and two numbers of one vector", () => {
    const ours = set(set(boat, route, "metresPerSecond", 7), transform, "m_LocalPosition.x", 11);
    const theirs = set(set(boat, route, "turnDegreesPerSecond", 8), transform, "m_LocalPosition.z", 12);
    const { text, conflicts } = mergeFiles({ base: boat, ours, theirs });
    expect(conflicts).toEqual([]);
    expect(["metresPerSecond", "turnDegreesPerSecond"].map((path) => valueAt(text, route, path))).toEqual(["7", "8"]);
    expect(["x", "z"].map((key) => valueAt(text, transform, `m_LocalPosition.${key}`))).toEqual(["11", "12"]);
  });

  test("asks where both set the same property, with all three values, and does as decided", () => {
    const ours = set(boat, route, "metresPerSecond", 7);
    const theirs = set(boat, route, "metresPerSecond", 8);
    const { text, conflicts } = mergeFiles({ base: boat, ours, theirs });
    expect(conflicts).toMatchObject([{ kind: "property", localId: route, path: "metresPerSecond", ours: "7", theirs: "8", taken: null }]);
    expect(valueAt(text, route, "metresPerSecond")).toBe("7");
    const decided = mergeFiles({ base: boat, ours, theirs }, new Map([[conflicts[0]?.id ?? "", "theirs"]]));
    expect(decided.text).toBe(theirs);
    expect(decided.conflicts).toMatchObject([{ taken: "theirs" }]);
  });

  test("gives an object of theirs another id where ours took the same for another", () => {
    const add = (name: string) => perform(boat, sample, { do: "add", parent: 0, id: 1, name });
    const { text, conflicts, remapped } = mergeFiles({ base: boat, ours: add("Crate"), theirs: add("Lamp") });
    expect(conflicts).toEqual([]);
    expect(remapped.map(({ from }) => from).sort()).toEqual(["7000000003", "7000000004"]);
    const names = createTree(resolveScene(text, sources), pathOf, 1000).nodes.map(({ name }) => name);
    expect(names).toContain("Crate");
    expect(names).toContain("Lamp");
    expect(problemsOf(text)).toEqual([]);
  });

  test("asks about an object that one removed and the other changed, and keeps it whole until then", () => {
    const own = readScene(boat).documents.findIndex(({ localId }) => localId === idOf("Light"));
    expect(own).toBeGreaterThan(0);
    const light = idOf("Light");
    const theirs = set(boat, light, "m_Intensity", 42);
    const transforms = readScene(boat).documents.filter(({ classId }) => classId === 4);
    const owner = localIdOf(get(readScene(boat).byId.get(light)?.body, "m_GameObject"));
    const object = transforms.findIndex(({ body }) => localIdOf(get(body, "m_GameObject")) === owner);
    const ours = perform(boat, sample, { do: "remove", object });
    const merged = mergeFiles({ base: boat, ours, theirs });
    expect(merged.conflicts).toMatchObject([{ kind: "removed-and-changed", localId: light, ours: null }]);
    expect(merged.text).toBe(theirs);
    const decided = mergeFiles({ base: boat, ours, theirs }, new Map([[merged.conflicts[0]?.id ?? "", "ours"]]));
    expect(decided.text).toBe(ours);
  });

  test("overrides of one instance merge by object and property", () => {
    const [path, island] = [...sample.files].find(([file]) => file.endsWith("Island.unity")) ?? ["", ""];
    expect(path).not.toBe("");
    const boats = createTree(resolveScene(island, sources), pathOf, 10_000).nodes.find(({ name }) => name === "Boat #3");
    const ship = boats?.components.find(({ type }) => type === "BoatRoute")?.localId ?? "";
    const ours = set(island, ship, "metresPerSecond", 7);
    const theirs = set(island, ship, "turnDegreesPerSecond", 8);
    const { text, conflicts } = mergeFiles({ base: island, ours, theirs });
    expect(conflicts).toEqual([]);
    expect(text).toContain("propertyPath: metresPerSecond\n      value: 7\n");
    expect(text).toContain("propertyPath: turnDegreesPerSecond\n      value: 8\n");
    const clash = mergeFiles({ base: island, ours, theirs: set(island, ship, "metresPerSecond", 9) });
    expect(clash.conflicts).toMatchObject([{ path: "metresPerSecond", target: expect.any(String) }]);
  });

  test("a file that holds no objects is one conflict", () => {
    const merged = mergeFiles({ base: "a", ours: "b", theirs: "c" });
    expect(merged).toMatchObject({ text: "b", conflicts: [{ kind: "document", base: "a", ours: "b", theirs: "c" }] });
  });
});
