import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DELETED_TEXTURE } from "./content/materials.ts";
import { DELETED_SCRIPT } from "./content/scripts.ts";
import { generate, isHandwritten, ORPHANED_META, projectPaths, readProjectFile } from "./generate.ts";
import {
  allExternal,
  documentsByClass,
  documentsOf,
  type Files,
  guidIndex,
  isBuiltIn,
  isYaml,
  localReferences,
  measure,
} from "./measure.ts";
import { guidOf } from "./unity/identity.ts";
import { UGUI } from "./unity/interface.ts";

const files: Files = new Map(projectPaths().map((path) => [path, readProjectFile(path)]));
const yamlFiles = [...files].filter(([, content]) => isYaml(content));
const packageGuids = new Set<string>(Object.values(UGUI));
const readme = readFileSync(join(import.meta.dir, "README.md"), "utf8");

test("generating again gives the committed bytes, and every other file is written by hand", () => {
  const made = generate();
  const changed = [...made].filter(([path, content]) => !files.get(path)?.equals(content)).map(([path]) => path);
  expect(changed).toEqual([]);
  expect([...files.keys()].filter((path) => !made.has(path) && !isHandwritten(path))).toEqual([]);
});

test("the project is small and large enough", () => {
  const bytes = [...files.values()].reduce((sum, content) => sum + content.length, 0);
  expect(bytes).toBeLessThanOrEqual(3 * 1024 * 1024);
  expect(files.size).toBeGreaterThanOrEqual(150);
});

test("every file and folder in Assets has a .meta, and one .meta alone has lost its asset", () => {
  const folders = new Set([...files.keys()].flatMap(parentsInAssets));
  const owners = [...files.keys()].filter((path) => path.startsWith("Assets/") && !path.endsWith(".meta"));
  const needed = new Set([...owners, ...folders].map((path) => `${path}.meta`));
  const present = [...files.keys()].filter((path) => path.endsWith(".meta"));
  expect([...needed].filter((path) => !files.has(path))).toEqual([]);
  expect(present.filter((path) => !needed.has(path))).toEqual([ORPHANED_META]);
});

test("every guid belongs to one asset", () => {
  const metas = [...files.keys()].filter((path) => path.endsWith(".meta"));
  expect(guidIndex(files).size).toBe(metas.length);
});

test("every document has a header the format allows, and its id is its own in the file", () => {
  for (const [path, content] of yamlFiles) {
    const documents = documentsOf(content);
    const headers = content.toString().match(/^--- /gm)?.length ?? 0;
    expect([path, documents.length]).toEqual([path, headers]);
    expect([path, new Set(documents.map(({ fileId }) => fileId)).size]).toEqual([path, documents.length]);
  }
});

test("every reference inside a file finds its document", () => {
  for (const [path, content] of yamlFiles) {
    const anchors = new Set(documentsOf(content).map(({ fileId }) => fileId));
    expect([path, localReferences(content.toString()).filter((id) => !anchors.has(id))]).toEqual([path, []]);
  }
});

test("every component belongs to the GameObject that lists it, and every child to its parent", () => {
  for (const [path, content] of yamlFiles) {
    const documents = new Map(documentsOf(content).map((document) => [document.fileId, document]));
    for (const { fileId, body, stripped } of documents.values()) {
      for (const [, component] of body.matchAll(/- component: \{fileID: (-?\d+)\}/g)) {
        expect(documents.get(BigInt(component ?? 0))?.body).toContain(`m_GameObject: {fileID: ${fileId}}`);
      }
      const father = /m_Father: \{fileID: (-?\d+)\}/.exec(body)?.[1];
      const parent = father === undefined ? undefined : documents.get(BigInt(father));
      if (parent && !parent.stripped && !stripped) expect([path, parent.body.includes(`- {fileID: ${fileId}}`)]).toEqual([path, true]);
    }
  }
});

test("every guid outside the file is in the project, built in, of a known package, or missing on purpose", () => {
  const guids = guidIndex(files);
  const missing = allExternal(files).filter(({ reference: { guid } }) => !guids.has(guid) && !isBuiltIn(guid) && !packageGuids.has(guid));
  expect(missing.map(({ path, reference }) => [path, reference.guid])).toEqual([
    ["Assets/Skerry/Materials/RoofTar.mat", guidOf(DELETED_TEXTURE)],
    ["Assets/Skerry/Scenes/Island.unity", guidOf(DELETED_SCRIPT)],
  ]);
});

test("every object that a reference names exists in the asset, directly or through nested prefabs", () => {
  const guids = guidIndex(files);
  const known = new Map<string, Set<bigint>>();
  const objectsOf = (path: string): Set<bigint> => {
    const found = known.get(path) ?? objectIds(path, guids, objectsOf);
    known.set(path, found);
    return found;
  };
  const dangling = allExternal(files).filter(({ reference: { guid, fileId } }) => {
    const path = guids.get(guid);
    return path !== undefined && !objectsOf(path).has(fileId);
  });
  expect(dangling).toEqual([]);
});

test("a placeholder in a prefab has the id that follows from its instance and its source", () => {
  for (const [path, content] of yamlFiles.filter(([name]) => name.endsWith(".prefab"))) {
    for (const { fileId, body } of documentsOf(content).filter(({ stripped }) => stripped)) {
      const source = BigInt(/m_CorrespondingSourceObject: \{fileID: (-?\d+)/.exec(body)?.[1] ?? 0);
      const instance = BigInt(/m_PrefabInstance: \{fileID: (-?\d+)/.exec(body)?.[1] ?? 0);
      expect([path, fileId]).toEqual([path, BigInt.asUintN(63, source ^ instance)]);
    }
  }
});

test("no line runs on past the column where the editor breaks", () => {
  for (const [path, content] of yamlFiles) {
    const text = content.toString();
    expect([path, text.split("\n").filter((line) => /^.{80,}, /.test(line))]).toEqual([path, []]);
    expect([path, /[^\n -~]/.test(text), text.endsWith("\n")]).toEqual([path, false, true]);
  }
});

test("build scenes and assembly references name guids of the project", () => {
  const guids = guidIndex(files);
  const settings = files.get("ProjectSettings/EditorBuildSettings.asset")?.toString() ?? "";
  const scenes = [...settings.matchAll(/path: (.+)\n {4}guid: ([0-9a-f]{32})/g)];
  expect(scenes.length).toBe(5);
  for (const [, path, guid] of scenes) expect(guids.get(guid ?? "")).toBe(path ?? "");
  for (const [path, content] of files) {
    if (!path.endsWith(".asmdef")) continue;
    for (const [, guid] of content.toString().matchAll(/"GUID:([0-9a-f]{32})"/g)) expect(guids.get(guid ?? "")).toEndWith(".asmdef");
  }
});

test("scripts are given exactly the fields they declare, in that order", () => {
  const guids = guidIndex(files);
  let checked = 0;
  for (const [path, content] of yamlFiles) {
    for (const { body, stripped } of documentsOf(content)) {
      const guid = /m_Script: \{fileID: 11500000, guid: ([0-9a-f]{32})/.exec(body)?.[1];
      const source = files.get(guids.get(guid ?? "") ?? "")?.toString();
      if (!source || stripped) continue;
      const given = [...(body.split("m_EditorClassIdentifier: \n")[1] ?? "").matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name ?? "");
      expect([path, given.filter((name) => name !== "references")]).toEqual([path, declaredFields(source)]);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(40);
});

test("the counts in README.md are true", () => {
  const stated = [...readme.matchAll(/^\| (.+?) +\| +(\d+) +\|$/gm)].map(([, name, value]) => `${name}: ${value}`);
  const counted = [...measure(files, packageGuids)].map(([name, value]) => `${name}: ${value}`);
  const classes = [...documentsByClass(files)].map(([classId, value]) => `class ${classId}: ${value}`);
  expect(stated.map((row) => row.replace(/^(\d+) [A-Za-z]+: /, "class $1: "))).toEqual([...counted, ...classes]);
});

/** The folders inside Assets above a path. */
function parentsInAssets(path: string): string[] {
  const parts = path.split("/");
  if (parts[0] !== "Assets") return [];
  return parts.slice(2).map((_, index) => parts.slice(0, index + 2).join("/"));
}

/** The serialized fields of the first class in a script, those of a base class of the project first. */
function declaredFields(source: string): string[] {
  const firstClass = source.split(/^ {4}\}$/m)[0] ?? "";
  const base = /class \w+ : (\w+)/.exec(firstClass)?.[1] ?? "";
  const baseSource = files.get(`Assets/Skerry/Scripts/Core/${base}.cs`)?.toString();
  const own = [...firstClass.matchAll(/\[Serialize(?:Field|Reference)[^\n]*\] private [\w<>[\]]+ (\w+)/g)].map(([, name]) => name ?? "");
  return [...(baseSource ? declaredFields(baseSource) : []), ...own];
}

/** Main-object ids of assets that an importer makes, by extension. */
const IMPORTED: Record<string, readonly bigint[]> = {
  cs: [11500000n],
  json: [4900000n],
  prefab: [100100000n],
  png: [2800000n],
  shader: [4800000n],
  wav: [8300000n],
};

/** Every id an asset answers to: its documents, its importer's objects, and what nested instances bring. */
function objectIds(path: string, guids: ReadonlyMap<string, string>, objectsOf: (path: string) => Set<bigint>): Set<bigint> {
  const meta = files.get(`${path}.meta`)?.toString() ?? "";
  const ids = new Set(IMPORTED[path.slice(path.lastIndexOf(".") + 1)] ?? []);
  if (/spriteMode: 1/.test(meta)) ids.add(21300000n);
  for (const [, id] of meta.matchAll(/- first:\n {6}\d+: (-?\d+)/g)) ids.add(BigInt(id ?? 0));
  const content = files.get(path);
  for (const { fileId, classId, body } of content && isYaml(content) ? documentsOf(content) : []) {
    ids.add(fileId);
    const source =
      classId === 1001 ? guids.get(/m_SourcePrefab: \{fileID: 100100000, guid: ([0-9a-f]{32})/.exec(body)?.[1] ?? "") : undefined;
    for (const inner of source ? objectsOf(source) : []) ids.add(BigInt.asUintN(63, inner ^ fileId));
  }
  return ids;
}
