import { expect, test } from "bun:test";
import fc from "fast-check";
import { deconstruct } from "./deconstruct.ts";
import { parseFile } from "./parse-documents.ts";
import { parseMeta } from "./parse-meta.ts";
import { walk } from "./property-path.ts";
import { OWN_SAMPLE, readProject } from "./testing/read-project.ts";

const files = [...readProject(OWN_SAMPLE)].filter(
  ([path, bytes]) => bytes.length < 20_000 && /\.(prefab|unity|asset|mat|meta|controller)$/.test(path),
);

/** What bad merges, crashes and attackers leave in a file. */
const HOSTILE = ["'", '"', "{", "}", "[", ": ", "- ", "\n", "\r\n", "\t", "\0", "\\", "\ud800", "\ufeff", "--- ", "--- !u!1 &1\n", "\n<<<<<<< HEAD\n", "\n=======\n", "&", "*a", "!!x", "|", ">", "? ", "#", "%YAML", "{fileID: 99999999999999999999}", "{fileID: 1, guid: 0123456789abcdef0123456789abcdef, type: 3}", "m_Father: {fileID: 1}", "__proto__: 1"]; // biome-ignore format: one list

type Mutation = { at: number; removed: number; inserted: string; truncated: boolean };

const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat({ max: 200 }),
  inserted: fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 20 }), fc.string({ unit: "binary", maxLength: 5 })),
  truncated: fc.boolean(),
});

function mutate(text: string, mutations: Mutation[]): string {
  let mutated = text;
  for (const { at, removed, inserted, truncated } of mutations) {
    const place = Math.floor(at * mutated.length);
    mutated = mutated.slice(0, place) + inserted + (truncated ? "" : mutated.slice(place + removed));
  }
  return mutated;
}

const anyBrokenFile = fc
  .tuple(fc.constantFrom(...files), fc.array(anyMutation, { minLength: 1, maxLength: 4 }))
  .map(([[path, bytes], mutations]) => ({ path, text: mutate(bytes.toString(), mutations) }));

test("a file that was cut, merged or filled with anything is read without a throw, and its offsets stay in order", () => {
  fc.assert(
    fc.property(anyBrokenFile, ({ text }) => {
      const { documents, warnings } = parseFile(text);
      for (const { body, start, bodyStart, end } of documents) {
        expect(start < bodyStart && bodyStart <= end && end <= text.length).toBe(true);
        for (const { node } of body ? walk(body) : []) {
          if (node.start < bodyStart || node.end > end || node.start > node.end) expect(node).toBe(null as never);
          const isCut = node.kind !== "scalar" || node.style === "plain" || /^(['"]).*\1$/s.test(text.slice(node.start, node.end));
          if (!isCut) expect(text.slice(node.start, node.end)).toBe(node.kind);
        }
      }
      const lines = text.split("\n").length;
      for (const { line } of warnings) expect(line >= 1 && line <= lines).toBe(true);
    }),
    { numRuns: 1500 },
  );
}, 60_000);

test("such a file is taken apart into rows that a database takes: no NUL, no half surrogate, no id beyond 64 bits", () => {
  fc.assert(
    fc.property(anyBrokenFile, ({ path, text }) => {
      const isMeta = path.endsWith(".meta");
      const bytes = Buffer.from(text);
      const file = { path: path.replace(/\.meta$/, ""), bytes: isMeta ? null : bytes, meta: isMeta ? bytes : null };
      const { asset, components, references } = deconstruct(file, { pathOf: () => undefined });
      const ids = [asset.mainLocalId, ...components.flatMap((row) => [row.localId, row.gameObject, row.parent])];
      for (const id of [...ids, ...references.flatMap((row) => [row.fromLocalId, row.toLocalId])]) {
        if (id !== null && BigInt.asIntN(64, BigInt(id)) !== BigInt(id)) expect(id).toBe(null as never);
      }
      const rows = JSON.stringify({ asset, components, references });
      expect(/\\u0000|\\ud[89a-f]/i.test(rows.replaceAll("\\\\", ""))).toBe(false);
      expect(rows.isWellFormed()).toBe(true);
    }),
    { numRuns: 500 },
  );
}, 60_000);

test("a .meta with both sides of a merge keeps its guid where they agree, and has none where they do not", () => {
  const conflict = (ours: string, theirs: string) =>
    `fileFormatVersion: 2\n<<<<<<< HEAD\nguid: ${ours}\n=======\nguid: ${theirs}\n>>>>>>> theirs\nfolderAsset: yes\n`;
  const [a, b] = ["0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"];
  expect(parseMeta(conflict(a, a))).toMatchObject({ guid: a, isFolder: true });
  expect(parseMeta(conflict(a, b)).guid).toBe(null);
  expect(parseMeta(conflict(a, b)).warnings.map(({ code }) => code)).toEqual(["yaml.merge_marker", "meta.guid_missing"]);
});
