import { expect, test } from "bun:test";
import { detect } from "./detect.ts";
import { editorVersionOf, findUnityProjects, isSkipped, unityProjectOf } from "./unity-projects.ts";

/** A binary serialized file of 100 bytes, in the layout of its format version. */
function binaryFile(version: number, editor: string): Buffer {
  const file = Buffer.alloc(100);
  file.writeUInt32BE(version, 8);
  if (version >= 22) {
    file.writeBigInt64BE(100n, 24);
    file.write(`${editor}\0`, 48, "latin1");
  } else {
    file.writeUInt32BE(100, 4);
    file.write(`${editor}\0`, 20, "latin1");
  }
  return file;
}

test("content decides how a file is written, not its name", () => {
  const of = (content: string | Buffer) => detect(Buffer.from(content), content.length);
  expect(of("%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n")).toEqual({ serialization: "yaml" });
  expect(of('\ufeff{\n  "m": 1}')).toEqual({ serialization: "json" });
  expect(of(binaryFile(21, "2019.4.40f1"))).toEqual({ serialization: "binary", unityVersion: "2019.4.40f1" });
  expect(of(binaryFile(22, "6000.0.23f1"))).toEqual({ serialization: "binary", unityVersion: "6000.0.23f1" });
  expect(detect(binaryFile(22, "6000.0.23f1"), 101)).toEqual({ serialization: "other" });
  expect(of(binaryFile(21, "no version"))).toEqual({ serialization: "other" });
  expect(of("")).toEqual({ serialization: "other" });
  expect(of(Buffer.alloc(512))).toEqual({ serialization: "other" });
});

test("several Unity projects in one repository are told apart, the innermost first", () => {
  const projects = findUnityProjects([
    "README.md",
    "Game/Assets/a.prefab",
    "Game/ProjectSettings/TagManager.asset",
    "Game/Tools/Editor/Assets/b.mat",
    "Game/Tools/Editor/ProjectSettings/ProjectVersion.txt",
    "Game/Library/PackageCache/x/Assets/c.mat",
    "Game/Library/PackageCache/x/ProjectSettings/y.asset",
    "Site/Assets/logo.png",
  ]);
  expect(projects).toEqual(["Game", "Game/Tools/Editor"]);
  expect(unityProjectOf("Game/Tools/Editor/Assets/b.mat", projects)).toBe("Game/Tools/Editor");
  expect(unityProjectOf("Game/Tools/readme.md", projects)).toBe("Game");
  expect(unityProjectOf("Gamer/Assets/a.mat", projects)).toBe(null);
  expect(unityProjectOf("Assets/a.mat", [""])).toBe("");
});

test("what Unity does not look at is skipped, and nothing else", () => {
  const skipped = [
    "Library/x",
    "Temp/a.b",
    "obj/x",
    "UserSettings/a",
    "Assets/.git/x",
    "Assets/Samples~/a.cs",
    "Assets/cvs/a",
    "Assets/a.tmp",
  ];
  const kept = ["Assets/Library/x", "Assets/a.cs", "Library", "Logs.txt", "Assets/x~y/a"];
  expect(skipped.filter((path) => !isSkipped(path, ""))).toEqual([]);
  expect(kept.filter((path) => isSkipped(path, ""))).toEqual([]);
  expect(isSkipped("Game/Library/x", "Game")).toBe(true);
  expect(isSkipped("Library/Assets/x", "Library")).toBe(false);
});

test("the editor's version is read", () => {
  expect(editorVersionOf("m_EditorVersion: 2021.3.45f1\nm_EditorVersionWithRevision: 2021.3.45f1 (x)\n")).toBe("2021.3.45f1");
  expect(editorVersionOf("")).toBe(undefined);
});
