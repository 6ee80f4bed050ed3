import { expect, test } from "bun:test";
import fc from "fast-check";
import { assetsOf, change, INGEST_WITHIN_MS, testProject } from "../testing/index.ts";
import { OWN_SAMPLE, readProject } from "../unity/testing/read-project.ts";

/** What gets into files by crashes, merges and careless tools, and what databases choke on. */
const DIRT = [
  "\0",
  "\ufffe",
  "\u{1f9ff}",
  '"\\ud83d"',
  '"\\0"',
  "\t",
  "\r",
  "<<<<<<< HEAD\n",
  "--- !u!1 &99999999999999999999\n",
  "{fileID: 9223372036854775808}",
  "{",
  "'",
  "- - - ",
  "1e999",
  ": ",
];
const damage = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(40), dirt: fc.constantFrom("", ...DIRT) });

function damaged(content: Buffer, marks: { at: number; cut: number; dirt: string }[]): Buffer {
  return marks.reduce((bytes, { at, cut, dirt }) => {
    const place = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, place), Buffer.from(dirt), bytes.subarray(place + cut)]);
  }, content);
}

test(
  "whatever damages files, each stays an asset, and the changeset is done",
  async () => {
    const { member, projectId } = await testProject();
    const files = [...readProject(OWN_SAMPLE)].filter(
      ([path, { length }]) => /\.(meta|prefab|unity|mat|asset)$/.test(path) && length < 20_000,
    );
    const marks = fc.sample(fc.array(damage, { minLength: 1, maxLength: 6 }), files.length);
    const changes = files.map(([path, content], i) => ({
      op: "create",
      path,
      content: damaged(content, marks[i] ?? []).toString("base64"),
      encoding: "base64",
    }));
    for (let i = 0; i < changes.length; i += 150) await change(member, projectId, changes.slice(i, i + 150));
    const assets = await assetsOf(member, projectId);
    const paths = new Set(files.map(([path]) => path.replace(/\.meta$/, "")));
    expect(new Set(assets.map(({ path }) => path))).toEqual(paths);
    expect(assets.some(({ warnings }) => warnings > 0)).toBe(true);
  },
  4 * INGEST_WITHIN_MS,
);
