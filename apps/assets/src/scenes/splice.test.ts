import { describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Property, PropertyEdit } from "@slate/schema/api";
import fc from "fast-check";
import { parseFile } from "../unity/parse-documents.ts";
import { findByPath } from "../unity/property-path.ts";
import { isLocalId, referenceOf, type TreeNode } from "../unity/tree.ts";
import { describeValue } from "./describe-value.ts";
import { evaluate, evaluateBase, modificationsOn } from "./evaluate.ts";
import { createTree } from "./hierarchy.ts";
import { inspect, lastKey } from "./inspect.ts";
import { resolveScene, type Scene } from "./resolve.ts";
import { SpliceRefusal, splice } from "./splice.ts";
import { problemsOf } from "./test-file.ts";
import { type TestProject, testProjects } from "./test-project.ts";

setDefaultTimeout(120_000);
type Place = { project: TestProject; file: string; text: string; localId: string; property: Property; isOwn: boolean; hasBase: boolean };

/** Every property of every object in the projects that an edit may set. */
function allPlaces(): Place[] {
  return testProjects.flatMap((project) =>
    [...project.files].flatMap(([file, text]) => {
      const scene = resolveScene(text, project.sources);
      const tree = createTree(scene, project.pathOf, 100_000);
      const ids = [...tree.nodes, ...tree.objects].map(({ localId }) => localId);
      return ids.flatMap((id) =>
        (inspect(scene, id, project.pathOf)?.components ?? []).flatMap(({ localId, properties }) => {
          const object = scene.objects.get(localId);
          const isOwn = object?.from == null;
          const base = object && evaluateBase(object);
          return properties
            .filter(({ editable, kind }) => editable && kind !== "array")
            .map((property) => ({
              project,
              file,
              text,
              localId,
              property,
              isOwn,
              hasBase: base ? findByPath(base, property.path) !== undefined : false,
              [fc.toStringMethod]: () => `${file} ${localId} ${property.path}`,
            }));
        }),
      );
    }),
  );
}
const places = allPlaces();
const own = places.filter(({ isOwn }) => isOwn);
/** Where the prefab has the property: of one that is a model or missing, nobody knows what an empty override is. */
const inherited = places.filter(({ isOwn, hasBase }) => !isOwn && hasBase);

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
);
const awkward = fc.constantFrom(
  "Take #3",
  "'",
  '"',
  "a: b",
  "a:",
  "- x",
  "-",
  "?",
  " lead",
  "trail ",
  "line\nline",
  "\n",
  "tab\t",
  "{x}",
  "[]",
  "#1",
  "é",
  "🦭",
  "---",
  "%",
  "~",
  "null",
  "''",
  "a\\b",
  "{fileID: 0}",
  "x, y",
);
const string = fc.oneof(awkward, fc.string({ maxLength: 120 }), fc.string({ unit: "grapheme", maxLength: 40 }), fc.lorem({ maxCount: 30 }));
const valueFor = ({ property: { kind, value } }: Place): fc.Arbitrary<unknown> => {
  if (kind === "number") return number;
  if (kind === "bool") return fc.boolean();
  if (kind === "string") return string.filter((text) => text.isWellFormed() && !text.includes("\0"));
  if (kind === "reference") {
    const guid = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 });
    const localId = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((id) => id !== 0n);
    return fc.oneof(fc.constant(null), fc.record({ localId: localId.map(String), guid, type: fc.constantFrom(2, 3) }));
  }
  return fc.record(Object.fromEntries(Object.keys(value as object).map((key) => [key, number])), { requiredKeys: [] });
};
type Made = { place: Place; value: unknown; edit: PropertyEdit };
/** Edits of different properties in one of the files. */
function editsIn(list: Place[]): fc.Arbitrary<Made[]> {
  const groups = [...Map.groupBy(list, ({ project, file }) => `${testProjects.indexOf(project)} ${file}`).values()];
  return fc
    .nat(groups.length - 1)
    .map((index) => groups[index] as Place[])
    .chain((group) =>
      fc
        .uniqueArray(fc.nat(group.length - 1), { minLength: 1, maxLength: 12 })
        .map((indexes) => indexes.map((index) => group[index] as Place)),
    )
    .chain((chosen) => fc.tuple(...chosen.map((place) => valueFor(place).map((value) => ({ place, value, edit: setTo(place, value) })))));
}
const setTo = ({ localId, property }: Place, value: unknown) => ({ do: "set", localId, path: property.path, value }) as PropertyEdit;

function nodeAt(text: string, { localId, property }: Place): TreeNode {
  const body = parseFile(text).documents.find((document) => document.localId === localId)?.body;
  const node = body && findByPath(body, property.path);
  if (!node) throw new Error(`${localId} has no ${property.path}`);
  return node;
}

/** The text between these places, in their order. */
function around(text: string, nodes: TreeNode[]): string[] {
  const sorted = nodes.toSorted((a, b) => a.start - b.start);
  return [...sorted, undefined].map((node, i) => text.slice(sorted[i - 1]?.end ?? 0, node?.start ?? text.length));
}

const isOverridden = (scene: Scene, { localId, property }: Place): boolean => {
  const object = scene.objects.get(localId);
  return object !== undefined && modificationsOn(object).some(({ path }) => path === property.path || path.startsWith(`${property.path}.`));
};

/** What the value must be when it is read again. */
function expectValue(node: TreeNode | undefined, { property }: Place, value: unknown): void {
  if (!node) throw new Error(`${property.path} is gone`);
  const reference = referenceOf(node);
  if (property.kind === "reference") {
    const wanted = value as { localId: string; guid: string | null } | null;
    expect(reference && { localId: reference.localId, guid: reference.guid }).toEqual(
      wanted ? { localId: wanted.localId, guid: wanted.guid } : { localId: "0", guid: null },
    );
  } else if (node.kind === "scalar") {
    if (property.kind === "string") expect(node.text).toBe(value as string);
    else expect(Number(node.text)).toBe(Number(value));
  } else {
    const read = describeValue(node, lastKey(property.path)).value as Record<string, number | string>;
    for (const [key, number] of Object.entries(value as Record<string, number>)) expect(Number(read[key])).toBe(number);
  }
}

describe("editing properties of objects of the file itself", () => {
  test("changes the bytes of their values alone, and reads back as what was asked for", () => {
    fc.assert(
      fc.property(editsIn(own), (made) => {
        const { text, project } = (made[0] as Made).place;
        const edits = made.map(({ edit }) => edit);
        const after = splice(text, edits, project.sources, project.pathOf);
        const nodesIn = (source: string) => made.map(({ place }) => nodeAt(source, place));
        expect(around(after, nodesIn(after))).toEqual(around(text, nodesIn(text)));
        const changed = parseFile(after);
        expect(changed.warnings).toEqual([]);
        for (const { place, value } of made) expectValue(nodeAt(after, place), place, value);
      }),
      { numRuns: 200 },
    );
  });

  test("an array grows by copies of its last element and shrinks from its end, and comes back to the same bytes", () => {
    const arrays = [...testProjects].flatMap(({ files, sources, pathOf }) =>
      [...files.values()].flatMap((text) =>
        parseFile(text).documents.flatMap(({ localId, body, stripped }) => {
          const list =
            body && !stripped
              ? body.entries.filter(
                  ({ key, value }) =>
                    /^m_Materials$|^(?!m_)[a-z]\w+s$/.test(key) && value.kind === "sequence" && value.items.length > 0 && !value.flow,
                )
              : [];
          return list.map(({ key }) => ({ text, sources, pathOf, localId, key }));
        }),
      ),
    );
    expect(arrays.length).toBeGreaterThan(20);
    // A few of each file do.
    for (const { text, sources, pathOf, localId, key } of arrays) {
      const size = (source: string) => {
        const node = parseFile(source).documents.find((document) => document.localId === localId)?.body;
        const list = node && findByPath(node, key);
        return list?.kind === "sequence" ? list.items.length : -1;
      };
      const resize = (source: string, value: number) =>
        splice(source, [{ do: "set", localId, path: `${key}.Array.size`, value }], sources, pathOf);
      const count = size(text);
      const longer = resize(text, count + 3);
      expect(size(longer)).toBe(count + 3);
      expect(resize(longer, count)).toBe(text);
      expect(size(resize(text, 0))).toBe(0);
    }
  });
});

describe("editing properties that prefab instances brought", () => {
  test("becomes overrides in those instances, reads back, and reverting them gives the file as it was", () => {
    fc.assert(
      fc.property(editsIn(inherited), (made) => {
        const { text, project } = (made[0] as Made).place;
        const edits = made.map(({ edit }) => edit);
        const after = splice(text, edits, project.sources, project.pathOf);
        const scene = resolveScene(after, project.sources);
        const touched = new Set<string>();
        for (const { place, value } of made) {
          const object = scene.objects.get(place.localId);
          const body = object && evaluate(object);
          expectValue(body ? findByPath(body, place.property.path) : undefined, place, value);
          touched.add(object?.from?.instance.localId ?? "");
        }
        const documentsOf = (source: string) =>
          new Map(
            parseFile(source)
              .documents.filter(({ localId }) => !touched.has(localId))
              .map(({ localId, start, end }) => [localId, source.slice(start, end)]),
          );
        expect(documentsOf(after)).toEqual(documentsOf(text));

        const added = made.filter(({ place }) => !place.property.overridden && isOverridden(scene, place));
        const replaced = made.some(({ place }) => place.property.overridden);
        const reverts = added.map(({ place }) => ({ do: "revert" as const, localId: place.localId, path: place.property.path }));
        if (!replaced) expect(splice(after, reverts, project.sources, project.pathOf)).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  test("leaves no dangling and no double id", () => {
    fc.assert(
      fc.property(editsIn(places), (made) => {
        const { text, project } = (made[0] as Made).place;
        const edits = made.map(({ edit }) => edit);
        expect(problemsOf(splice(text, edits, project.sources, project.pathOf))).toEqual(problemsOf(text));
      }),
      { numRuns: 100 },
    );
  });
});

describe("an edit that cannot be made is refused with its reason", () => {
  const island = () => {
    const [project] = testProjects;
    const text = project?.files.get("Assets/Skerry/Scenes/Island.unity");
    if (!project || text === undefined) throw new Error("the sample has its scene");
    return { text, project };
  };
  const refusal = (text: string, edit: PropertyEdit, project: Pick<TestProject, "sources" | "pathOf">): string => {
    try {
      splice(text, [edit], project.sources, project.pathOf);
    } catch (error) {
      if (error instanceof SpliceRefusal) return error.code;
      throw error;
    }
    return "none";
  };
  const ofKind = (kind: string) => own.find(({ property }) => property.kind === kind) as Place;
  const set = (place: Place, value: PropertyEdit extends infer E ? (E extends { value: infer V } ? V : never) : never): string =>
    refusal(place.text, { do: "set", localId: place.localId, path: place.property.path, value }, place.project);

  test("values of another kind", () => {
    expect(set(ofKind("number"), "fast")).toBe("type");
    expect(set(ofKind("string"), 3)).toBe("type");
    expect(set(ofKind("vector"), 3)).toBe("type");
    expect(set(ofKind("reference"), "x")).toBe("type");
    expect(set(ofKind("vector"), { q: 1 })).toBe("unknown_path");
  });

  test("places that are not there, and those that hold objects together", () => {
    const { text, project } = island();
    const { localId } = own.find((place) => place.text === text) as Place;
    const at = (id: string, path: string) => refusal(text, { do: "set", localId: id, path, value: 1 }, project);
    expect(at("123456789", "m_Mass")).toBe("unknown_object");
    expect(at(localId, "m_Nothing")).toBe("unknown_path");
    for (const path of [
      "m_Father",
      "m_Children.Array.size",
      "m_Component.Array.data[0].component",
      "m_CorrespondingSourceObject",
      "m_Script",
    ]) {
      expect(at(localId, path)).toBe("structure");
    }
    expect(refusal("{}", { do: "set", localId, path: "a", value: 1 }, project)).toBe("not_serialized");
  });

  test("references to objects that the file does not write", () => {
    const place = ofKind("reference");
    expect(isLocalId("5555555555")).toBe(true);
    expect(set(place, { localId: "5555555555", guid: null, type: null })).toBe("dangling");
  });

  test("values that would write more than themselves", () => {
    const reference = ofKind("reference");
    for (const guid of ["x", `${"a".repeat(31)}}`, "a}\n  m_Evil: 1", "A".repeat(32)])
      expect(set(reference, { localId: "5", guid })).toBe("type");
    for (const localId of ["0, guid: 1", "9999999999999999999", "1}"])
      expect(set(reference, { localId, guid: "a".repeat(32) })).toBe("type");
    for (const value of ["1\n  m_Evil: 1", "0x10", "1e", "", "1 # 2"]) expect(set(ofKind("number"), value)).toBe("type");
    for (const value of ["1, y: 2", "}"]) expect(set(ofKind("vector"), { x: value })).toBe("type");
    const { localId, property, text, project } = ofKind("vector");
    for (const end of [".", "..x", "\n"]) {
      expect(refusal(text, { do: "set", localId, path: property.path + end, value: { x: 1 } }, project)).toBe("unknown_path");
    }
  });

  test("placeholders of a prefab that is not there", () => {
    const { text } = island();
    const placeholder = parseFile(text).documents.find(({ stripped, classId }) => stripped && classId === 4);
    const lonely = text.replace(/^--- !u!1001 &\d+\nPrefabInstance:\n(?:(?!---).*\n)*/gm, "");
    const edit: PropertyEdit = { do: "set", localId: placeholder?.localId ?? "", path: "m_LocalPosition", value: { x: 1 } };
    expect(refusal(lonely, edit, { sources: new Map(), pathOf: () => undefined })).toBe("stripped");
  });
});
