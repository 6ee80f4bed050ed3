import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { type Deconstruction, deconstruct } from "./deconstruct.ts";
import { detect } from "./detect.ts";
import { parseFile, parseMap } from "./parse-documents.ts";
import { parseMeta } from "./parse-meta.ts";
import { walk } from "./property-path.ts";
import { isBuiltinGuid } from "./references.ts";
import { packageScriptOf } from "./scripts.ts";
import { hasSharedSample, OWN_SAMPLE, type ProjectFiles, readProject, SHARED_SAMPLE, samples } from "./testing/read-project.ts";
import { decodeText } from "./text.ts";
import type { MapNode, TreeNode } from "./tree.ts";
import { editorVersionOf, findUnityProjects } from "./unity-projects.ts";

/** A whole project taken apart, as the service does it: first every guid, then every asset. */
function deconstructProject(files: ProjectFiles) {
  const metas = [...files].filter(([path]) => path.endsWith(".meta"));
  const parsed = new Map(metas.map(([path, content]) => [path.slice(0, -".meta".length), parseMeta(decodeText(content).text)]));
  const guids = new Map([...parsed].map(([path, meta]) => [meta.guid ?? "", path]));
  const paths = new Set([...files.keys()].map((path) => path.replace(/\.meta$/, "")));
  const folders = new Set([...files.keys()].flatMap((path) => path.split("/").map((_, index, parts) => parts.slice(0, index).join("/"))));
  const assets = new Map<string, Deconstruction>();
  for (const path of paths) {
    const file = { path, bytes: files.get(path) ?? null, meta: files.get(`${path}.meta`) ?? null, isFolder: folders.has(path) };
    assets.set(path, deconstruct(file, { pathOf: (guid) => guids.get(guid) }));
  }
  return { files, metas: [...parsed.values()], guids, assets, all: [...assets.values()] };
}

type Project = ReturnType<typeof deconstructProject>;

const count = <T>(list: T[], test: (item: T) => boolean): number => list.filter(test).length;
const isBeyond53 = (id: string) => BigInt(id) > 2n ** 53n || BigInt(id) < -(2n ** 53n);
const componentsOf = ({ all }: Project) => all.flatMap(({ components }) => components);
/** References to objects in other files, as `{fileID, guid, type}`. */
const externalOf = ({ all }: Project) => all.flatMap(({ references }) => references.filter(({ kind }) => kind !== "weak"));

function countsOf(project: Project): Record<string, number> {
  const components = componentsOf(project);
  const external = externalOf(project);
  const serialized = [...project.files].filter(([, content]) => detect(content, content.length).serialization === "yaml");
  return {
    ".meta files": project.metas.length,
    ".meta files of folders": count(project.metas, ({ isFolder }) => isFolder),
    "serialized YAML files": serialized.length,
    "YAML documents": components.length,
    "stripped documents": count(components, ({ stripped }) => stripped),
    "negative anchors": count(components, ({ localId }) => localId.startsWith("-")),
    "anchors beyond 2^53": count(components, ({ localId }) => isBeyond53(localId)),
    "prefab instances": count(components, ({ classId }) => classId === 1001),
    "external references": external.length,
    "references to built-in guids": count(external, ({ toGuid }) => isBuiltinGuid(toGuid)),
  };
}

describe("our own sample", () => {
  const project = deconstructProject(readProject(OWN_SAMPLE));
  const readme = readFileSync(join(OWN_SAMPLE, "..", "README.md"), "utf8");
  const stated = new Map([...readme.matchAll(/^\| (.+?) +\| +(\d+) +\|$/gm)].map(([, name, value]) => [name, Number(value)]));

  test("has what its README states, to the digit", () => {
    const counts = countsOf(project);
    expect(counts).toEqual(Object.fromEntries(Object.keys(counts).map((name) => [name, stated.get(name) ?? -1])));
    for (const [name, value] of stated) {
      const classId = /^(\d+) [A-Z]\w+$/.exec(name ?? "")?.[1];
      if (classId) expect([name, count(componentsOf(project), (row) => row.classId === Number(classId))]).toEqual([name, value]);
    }
  });

  test("shows its overrides, removals and additions on the rows of its instances", () => {
    type Instance = { overrides: unknown[]; added: unknown[]; removed: { kind: string }[] };
    const instances = componentsOf(project).flatMap(({ classId, properties }) => (classId === 1001 ? [properties as Instance] : []));
    expect(instances.reduce((sum, { overrides }) => sum + overrides.length, 0)).toBe(stated.get("property overrides") ?? -1);
    expect(instances.reduce((sum, { added }) => sum + added.length, 0)).toBe(stated.get("added objects and components") ?? -1);
    const removed = instances.flatMap((instance) => instance.removed.filter(({ kind }) => kind === "component"));
    expect(removed.length).toBe(stated.get("removed components") ?? -1);
  });

  test("misses the one script and the one texture that were deleted, and nothing else", () => {
    const missing = [...project.assets].flatMap(([path, { references }]) =>
      references
        .filter(({ toGuid, kind }) => kind !== "builtin" && !project.guids.has(toGuid) && !packageScriptOf(toGuid))
        .map((reference) => `${path} ${reference.kind} ${reference.path}`),
    );
    expect(missing).toEqual([
      "Assets/Skerry/Materials/RoofTar.mat strong m_SavedProperties.m_TexEnvs.Array.data[5]._MainTex.m_Texture",
      "Assets/Skerry/Scenes/Island.unity script m_Script",
    ]);
    const unnamed = componentsOf(project).filter(({ classId, type }) => classId === 114 && type === "MonoBehaviour");
    expect(unnamed.map(({ name }) => name)).toEqual(["Old Tide Gauge"]);
  });

  test("names weak references: scenes of the build, and assemblies by GUID", () => {
    const weak = [...project.assets].flatMap(([path, { references }]) => references.filter(({ kind }) => kind === "weak").map(() => path));
    expect(count(weak, (path) => path.endsWith("EditorBuildSettings.asset"))).toBe(5);
    expect(count(weak, (path) => path.endsWith(".asmdef"))).toBeGreaterThan(0);
  });

  test("tells plain prefabs from variants, and knows what they are variants of", () => {
    const night = project.assets.get("Assets/Skerry/Prefabs/Characters/KeeperNight.prefab")?.asset;
    expect(night?.type).toBe("prefab-variant");
    expect(night?.metadata).toMatchObject({ prefabKind: "variant", rootName: "KeeperNight" });
    expect(project.guids.get(night?.metadata.basePrefabGuid ?? "")).toBe("Assets/Skerry/Prefabs/Characters/Keeper.prefab");
    expect(project.assets.get("Assets/Skerry/Prefabs/Environment/Lighthouse.prefab")?.asset.metadata.prefabKind).toBe("plain");
  });

  test("leads to no warning at all, and to one orphan", () => {
    expect(project.all.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect([...project.assets].filter(([, { asset }]) => asset.type === "orphan").map(([path]) => path)).toEqual([
      "Assets/Skerry/Textures/Seaweed.png",
    ]);
  });
});

if (hasSharedSample) {
  describe("the shared sample", () => {
    const files = readProject(SHARED_SAMPLE);
    files.delete("SOURCE.md");
    const project = deconstructProject(files);
    const source = readFileSync(join(SHARED_SAMPLE, "SOURCE.md"), "utf8");
    /** The numbers of one row of its table, in their order. */
    const stated = (label: string): number[] => {
      const row = source.split("\n").find((line) => line.startsWith(`| ${label}`));
      const cell = row?.split("|")[2] ?? "";
      return [...cell.replaceAll(/(?<=\d) (?=\d{3})/g, "").matchAll(/\d+/g)].map(([digits]) => Number(digits));
    };

    test("has what its SOURCE.md states, to the digit", () => {
      const counts = countsOf(project);
      const components = componentsOf(project);
      const external = externalOf(project);
      const withExtension = (extension: string) => count([...files.keys()], (path) => path.endsWith(extension));
      const ofClass = (classId: number) => count(components, (row) => row.classId === classId);
      const contents = [...files.values()];
      expect([files.size, contents.reduce((sum, { length }) => sum + length, 0)]).toEqual(stated("files / bytes"));
      expect(counts[".meta files"]).toBe(stated(".meta (all GUIDs distinct)")[0] ?? -1);
      expect(project.guids.size).toBe(project.metas.length);
      const withBom = count([...files], ([path, content]) => path.endsWith(".meta") && content.indexOf("\ufeff") === 0);
      expect([counts[".meta files of folders"], withBom]).toEqual(stated(".meta for folders"));
      expect([".prefab", ".mat", ".unity", ".asset"].map(withExtension)).toEqual(stated(".prefab / .mat"));
      expect(counts["serialized YAML files"]).toBe(stated("files starting with")[0] ?? -1);
      expect(counts["YAML documents"]).toBe(stated("YAML documents")[0] ?? -1);
      expect(counts["stripped documents"]).toBe(stated("stripped documents")[0] ?? -1);
      expect([counts["negative anchors"], counts["anchors beyond 2^53"]]).toEqual(stated("negative anchors"));
      const assetFiles = [...files]
        .filter(([path]) => path.endsWith(".asset"))
        .map(([, bytes]) => detect(bytes, bytes.length).serialization);
      expect([count(assetFiles, (kind) => kind === "binary"), count(assetFiles, (kind) => kind === "json")]).toEqual(
        stated("`.asset` files"),
      );
      expect(external.length).toBe(stated("external references")[0] ?? -1);
      const unresolved = external.filter(({ toGuid }) => !isBuiltinGuid(toGuid) && !project.guids.has(toGuid));
      expect(counts["references to built-in guids"]).toBe(stated("of which built-in")[0] ?? -1);
      expect([unresolved.length, new Set(unresolved.map(({ toGuid }) => toGuid)).size]).toEqual(stated("of which unresolved"));
      const scripts = external.filter(({ kind, path }) => kind === "script" || path === "m_Script");
      const resolved = count(scripts, ({ toGuid }) => project.guids.has(toGuid));
      expect([resolved, scripts.length - resolved]).toEqual(stated("m_Script references"));
      expect([114, 1, 4, 224, 222].map(ofClass)).toEqual(stated("documents by class: 114"));
      expect([23, 33, 21, 1001, 65].map(ofClass)).toEqual(stated("documents by class: 23"));
      const orphans = count(project.all, ({ asset }) => asset.type === "orphan");
      expect(orphans).toBe(Number(/so (\d+) \.meta files have no asset/.exec(source)?.[1]));
    });

    test("has its largest file, its editor and one Unity project at the root", () => {
      const largest = "Assets/Mirror/Examples/TopDownShooter/Scenes/MirrorTopDownShooter.unity";
      expect([files.get(largest)?.length ?? 0, project.assets.get(largest)?.components.length ?? 0]).toEqual(stated("largest YAML file"));
      expect(editorVersionOf(files.get("ProjectSettings/ProjectVersion.txt")?.toString() ?? "")).toBe("2021.3.45f1");
      expect(findUnityProjects(files.keys())).toEqual([""]);
    });

    test("leads to no warning, and leaves no script without a name", () => {
      expect([...project.assets].filter(([, { warnings }]) => warnings.length > 0).map(([path]) => path)).toEqual([]);
      expect(componentsOf(project).filter(({ type }) => type === "MonoBehaviour")).toEqual([]);
    });

    test("keeps the guid that an override holds as text, and the base of a variant of a model", () => {
      const scene = project.assets.get("Assets/Mirror/Examples/AdditiveScenes/Scenes/MirrorAdditiveScenesSubScene.unity");
      expect(scene?.references.filter(({ kind }) => kind === "weak").map(({ toGuid }) => project.guids.get(toGuid))).toEqual([
        "Assets/Mirror/Examples/AdditiveScenes/Prefabs/Cylinder.prefab",
      ]);
      const tank = project.assets.get("Assets/Mirror/Examples/_Common/TankModel/BasePrefab.prefab")?.asset;
      expect([tank?.type, tank?.metadata.prefabKind]).toEqual(["prefab-variant", "model"]);
    });
  });
}

describe.each(samples)("beside js-yaml, %s", (_name, folder) => {
  test("every document and every .meta reads the same, but for what js-yaml loses", () => {
    let compared = 0;
    for (const [path, content] of readProject(folder)) {
      const { text } = decodeText(content);
      if (path.endsWith(".meta")) compared += compare(path, parseMap(text).root, text);
      else if (text.startsWith("%YAML"))
        for (const { body, type, bodyStart, end } of parseFile(text).documents) {
          const entries = body && type !== null ? [{ key: type, keyStart: 0, keyEnd: 0, value: body }] : [];
          compared += compare(path, body && { ...body, entries }, text.slice(bodyStart, end));
        }
    }
    expect(compared).toBeGreaterThan(1000);
  }, 60_000);

  test("every scalar is cut out of its file by its offsets", () => {
    for (const [path, content] of readProject(folder)) {
      const { text } = decodeText(content);
      if (!text.startsWith("%YAML")) continue;
      for (const { body } of parseFile(text).documents) {
        for (const { node } of body ? walk(body) : []) {
          if (node.kind !== "scalar") continue;
          const raw = text.slice(node.start, node.end);
          const isRight =
            node.style === "plain" ? raw.replaceAll(/\n +/g, " ") === node.text : raw.at(0) === raw.at(-1) && /^['"]/.test(raw);
          if (!isRight) expect([path, raw]).toEqual([path, node.text]);
        }
      }
    }
  });
});

function compare(path: string, node: MapNode | null, text: string): number {
  const theirs = load(text.replace(/^\ufeff/, ""), { schema: FAILSAFE_SCHEMA, json: true });
  const difference = node === null ? "not read" : differenceOf(node, theirs);
  if (difference) expect([path, difference]).toEqual([path, ""]);
  return 1;
}

/** Where two readings differ, "" where they do not. js-yaml cuts text at ` #`, trims it, keeps the last of equal keys, and has null for empty. */
function differenceOf(node: TreeNode, theirs: unknown): string {
  if (node.kind === "scalar") {
    const isSame = (theirs ?? "") === node.text || (node.style === "plain" && theirs === node.text.replace(/ #.*$/s, "").trimEnd());
    return isSame ? "" : `${node.text} is not ${theirs}`;
  }
  if (node.kind === "sequence") {
    if (!Array.isArray(theirs) || theirs.length !== node.items.length) return "a list of another length";
    return node.items.map((item, index) => differenceOf(item, theirs[index])).find(Boolean) ?? "";
  }
  const last = new Map(node.entries.map(({ key, value }) => [key, value]));
  const keys = Object.keys(theirs ?? {});
  if (keys.length !== last.size) return `keys ${[...last.keys()]} are not ${keys}`;
  return [...last].map(([key, value]) => differenceOf(value, (theirs as Record<string, unknown>)[key])).find(Boolean) ?? "";
}
