import { describe, expect, test } from "bun:test";
import type { Property, PropertyEdit } from "@slate/schema/api";
import fc from "fast-check";
import { parseFile } from "../unity/parse-documents.ts";
import { findByPath } from "../unity/property-path.ts";
import { isLocalId, referenceOf, type TreeNode } from "../unity/tree.ts";
import { describeValue } from "./describe-value.ts";
import { evaluate } from "./evaluate.ts";
import { createTree } from "./hierarchy.ts";
import { inspect, lastKey } from "./inspect.ts";
import { resolveScene } from "./resolve.ts";
import { SpliceRefusal, splice } from "./splice.ts";
import { problemsOf } from "./test-file.ts";
import { type TestProject, testProjects } from "./test-project.ts";

const RUNS = 1500;
type Place = { project: TestProject; file: string; text: string; localId: string; property: Property; isOwn: boolean };

/** Every property of every object in the projects that an edit may set. */
function allPlaces(): Place[] {
  return testProjects().flatMap((project) =>
    [...project.files].flatMap(([file, text]) => {
      const scene = resolveScene(text, project.sources);
      const tree = createTree(scene, project.pathOf, 100_000);
      const ids = [...tree.nodes, ...tree.objects].map(({ localId }) => localId);
      return ids.flatMap((id) =>
        (inspect(scene, id, project.pathOf)?.components ?? []).flatMap(({ localId, properties }) => {
          const isOwn = scene.objects.get(localId)?.from == null;
          return properties
            .filter(({ editable, kind }) => editable && kind !== "array")
            .map((property) => ({
              project,
              file,
              text,
              localId,
              property,
              isOwn,
              [fc.toStringMethod]: () => `${file} ${localId} ${property.path}`,
            }));
        }),
      );
    }),
  );
}
const places = allPlaces();
const own = places.filter(({ isOwn }) => isOwn);
const inherited = places.filter(({ isOwn }) => !isOwn);

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
const editIn = (list: Place[]) =>
  fc
    .constantFrom(...list)
    .chain((place) => fc.tuple(fc.constant(place), valueFor(place)))
    .map(([place, value]) => ({
      place,
      value,
      edit: { do: "set", localId: place.localId, path: place.property.path, value } as PropertyEdit,
    }));

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

describe("editing a property of an object of the file itself", () => {
  test("changes the bytes of that value alone, and reads back as what was asked for", () => {
    fc.assert(
      fc.property(editIn(own), ({ place, value, edit }) => {
        const { text, project } = place;
        const after = splice(text, [edit], project.sources, project.pathOf);
        const before = parseFile(text).documents.find(({ localId }) => localId === place.localId);
        const node = before?.body && findByPath(before.body, place.property.path);
        if (!node) throw new Error("the place is there");
        expect(after.slice(0, node.start)).toBe(text.slice(0, node.start));
        const rest = text.slice(node.end);
        expect(after.endsWith(rest)).toBe(true);
        const changed = parseFile(after);
        expect(changed.warnings).toEqual(parseFile(text).warnings);
        const body = changed.documents.find(({ localId }) => localId === place.localId)?.body;
        expectValue(body ? findByPath(body, place.property.path) : undefined, place, value);
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  test("an array grows by copies of its last element and shrinks from its end, and comes back to the same bytes", () => {
    const arrays = [...testProjects()].flatMap(({ files, sources, pathOf }) =>
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

describe("editing a property that a prefab instance brought", () => {
  test("becomes an override in that instance, reads back, and reverting it gives the file as it was", () => {
    fc.assert(
      fc.property(editIn(inherited), ({ place, value, edit }) => {
        const { text, project, localId, property } = place;
        const after = splice(text, [edit], project.sources, project.pathOf);
        const scene = resolveScene(after, project.sources);
        const object = scene.objects.get(localId);
        const instance = object?.from?.instance;
        if (!object || !instance) throw new Error("the object is there");
        const body = evaluate(object);
        expectValue(body ? findByPath(body, property.path) : undefined, place, value);

        const old = parseFile(text).documents;
        const now = parseFile(after).documents;
        expect(now.map((document) => document.localId)).toEqual(old.map((document) => document.localId));
        for (const [i, document] of now.entries()) {
          const was = old[i] as (typeof old)[number];
          if (document.localId !== instance.localId) expect(after.slice(document.start, document.end)).toBe(text.slice(was.start, was.end));
        }
        if (after !== text && !property.overridden) {
          expect(splice(after, [{ do: "revert", localId, path: property.path }], project.sources, project.pathOf)).toBe(text);
        }
      }),
      { numRuns: RUNS / 3 },
    );
  }, 60_000);

  test("leaves no dangling and no double id", () => {
    fc.assert(
      fc.property(fc.array(editIn(places), { minLength: 1, maxLength: 6 }), (edits) => {
        const [first] = edits;
        if (!first) return;
        const { text, project, file } = first.place;
        const here = edits.filter(({ place }) => place.file === file).map(({ edit }) => edit);
        expect(problemsOf(splice(text, here, project.sources, project.pathOf))).toEqual(problemsOf(text));
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

describe("an edit that cannot be made is refused with its reason", () => {
  const island = () => {
    const [project] = testProjects();
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

  test("placeholders of a prefab that is not there", () => {
    const { text } = island();
    const placeholder = parseFile(text).documents.find(({ stripped, classId }) => stripped && classId === 4);
    const lonely = text.replace(/^--- !u!1001 &\d+\nPrefabInstance:\n(?:(?!---).*\n)*/gm, "");
    const edit: PropertyEdit = { do: "set", localId: placeholder?.localId ?? "", path: "m_LocalPosition", value: { x: 1 } };
    expect(refusal(lonely, edit, { sources: new Map(), pathOf: () => undefined })).toBe("stripped");
  });
});
