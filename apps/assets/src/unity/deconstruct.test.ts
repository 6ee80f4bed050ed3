import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Json } from "@slate/schema/api";
import { deconstruct } from "./deconstruct.ts";

const HEAD = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n";
const SHIP = "11111111111111111111111111111111";
const ENGINE = "22222222222222222222222222222222";
const HULL = "33333333333333333333333333333333";
const PATHS = new Map([
  [SHIP, "Assets/Scripts/Ship.cs"],
  [ENGINE, "Assets/Prefabs/Engine.prefab"],
  [HULL, "Assets/Models/Hull.fbx"],
]);

const takeApart = (path: string, body: string, meta?: string) =>
  deconstruct(
    { path, bytes: Buffer.from(body.startsWith("---") ? HEAD + body : body), meta: meta === undefined ? null : Buffer.from(meta) },
    { pathOf: (guid) => PATHS.get(guid), unityVersion: "2022.3.1f1" },
  );

/** A GameObject and its transform, `id` and `id + 1`. */
const object = (id: number, name: string, father: number) =>
  `--- !u!1 &${id}\nGameObject:\n  m_Name: ${name}\n--- !u!4 &${id + 1}\nTransform:\n  m_GameObject: {fileID: ${id}}\n  m_Father: {fileID: ${father}}\n`;
const behaviour = (fields: string) => `--- !u!114 &9\nMonoBehaviour:\n  m_GameObject: {fileID: 0}\n${fields}`;

describe("objects", () => {
  const prefab =
    object(10, "Ship", 0) +
    object(20, "Deck", 11) +
    `--- !u!114 &30\nMonoBehaviour:\n  m_GameObject: {fileID: 20}\n  m_Script: {fileID: 11500000, guid: ${SHIP}, type: 3}\n  speed: 3.5\n` +
    `--- !u!1001 &40\nPrefabInstance:\n  m_Modification:\n    m_TransformParent: {fileID: 21}\n    m_Modifications:\n` +
    `    - target: {fileID: 5, guid: ${ENGINE}, type: 3}\n      propertyPath: 'm_Materials.Array.data[0]'\n      value: \n      objectReference: {fileID: 7, guid: ${HULL}, type: 2}\n` +
    `    - target: {fileID: -6, guid: ${ENGINE}, type: 3}\n      propertyPath: mass\n      value: 10\n      objectReference: {fileID: 0}\n` +
    `    m_RemovedComponents:\n    - {fileID: 8, guid: ${ENGINE}, type: 3}\n    m_AddedComponents:\n    - targetCorrespondingSourceObject: {fileID: 3, guid: ${ENGINE},\n        type: 3}\n      insertIndex: -1\n      addedObject: {fileID: 60}\n` +
    `  m_SourcePrefab: {fileID: 100100000, guid: ${ENGINE}, type: 3}\n` +
    `--- !u!1 &50 stripped\nGameObject:\n  m_CorrespondingSourceObject: {fileID: 3, guid: ${ENGINE}, type: 3}\n  m_PrefabInstance: {fileID: 40}\n` +
    `--- !u!54 &60\nRigidbody:\n  m_GameObject: {fileID: 50}\n  m_Mass: 10\n`;
  const { asset, components, references, warnings } = takeApart("Assets/Prefabs/Ship.prefab", prefab);
  const row = (localId: string) => components.find((component) => component.localId === localId);

  test("are named by their way from the root, through instances whose objects live elsewhere", () => {
    expect(components.map(({ localId, type, name, parent }) => `${localId} ${type} ${name} < ${parent}`)).toEqual([
      "10 GameObject Ship < null",
      "11 Transform Ship < 10",
      "20 GameObject Ship/Deck < 10",
      "21 Transform Ship/Deck < 20",
      "30 Ship Ship/Deck < 20",
      "40 PrefabInstance Ship/Deck/Engine < 20",
      "50 GameObject Ship/Deck/Engine < 40",
      "60 Rigidbody Ship/Deck/Engine < 50",
    ]);
    expect(warnings).toEqual([]);
    expect(asset).toMatchObject({ type: "prefab", mainLocalId: "100100000", metadata: { rootName: "Ship", prefabKind: "plain" } });
  });

  test("placeholders cannot be edited and say what they stand for", () => {
    expect(row("50")).toMatchObject({ stripped: true, editable: false, properties: { source: { guid: ENGINE, localId: "3" } } });
    expect(row("60")).toMatchObject({ stripped: false, editable: true, properties: { m_Mass: 10 } });
  });

  test("an instance is its source and where it differs, ids as text", () => {
    expect(row("40")?.properties).toEqual({
      source: { guid: ENGINE, localId: "100100000" },
      overrides: [
        {
          target: { guid: ENGINE, localId: "5" },
          path: "m_Materials.Array.data[0]",
          value: "",
          objectReference: { guid: HULL, localId: "7" },
        },
        { target: { guid: ENGINE, localId: "-6" }, path: "mass", value: "10" },
      ],
      added: [{ kind: "component", target: { guid: ENGINE, localId: "3" }, localId: "60", insertIndex: -1 }],
      removed: [{ kind: "component", target: { guid: ENGINE, localId: "8" } }],
    });
  });

  test("references say who holds them, under which property, and of what kind they are", () => {
    expect(
      references.map(({ fromLocalId, path, toGuid, toLocalId, kind }) => [fromLocalId, path, PATHS.get(toGuid), toLocalId, kind]),
    ).toEqual([
      ["30", "m_Script", "Assets/Scripts/Ship.cs", "11500000", "script"],
      ["40", "m_Modification.m_Modifications.Array.data[0].target", "Assets/Prefabs/Engine.prefab", "5", "prefab"],
      ["40", "m_Modification.m_Modifications.Array.data[0].objectReference", "Assets/Models/Hull.fbx", "7", "strong"],
      ["40", "m_Modification.m_Modifications.Array.data[1].target", "Assets/Prefabs/Engine.prefab", "-6", "prefab"],
      ["40", "m_Modification.m_RemovedComponents.Array.data[0]", "Assets/Prefabs/Engine.prefab", "8", "prefab"],
      [
        "40",
        "m_Modification.m_AddedComponents.Array.data[0].targetCorrespondingSourceObject",
        "Assets/Prefabs/Engine.prefab",
        "3",
        "prefab",
      ],
      ["40", "m_SourcePrefab", "Assets/Prefabs/Engine.prefab", "100100000", "prefab"],
      ["50", "m_CorrespondingSourceObject", "Assets/Prefabs/Engine.prefab", "3", "prefab"],
    ]);
  });

  test("parents in a loop, or thirty thousand deep, end", () => {
    const loop = takeApart("a.unity", object(10, "A", 21) + object(20, "B", 11));
    expect(loop.components.map(({ name }) => name)).toEqual(["B/A", "B/A", "B", "B"]);
    const deep = Array.from({ length: 30_000 }, (_, index) => object(index * 10 + 10, "N", index * 10 + 1)).join("");
    const { components: rows } = takeApart("a.unity", deep);
    expect(Math.max(...rows.map(({ name }) => name.length))).toBeLessThanOrEqual(1000);
  }, 60_000);

  test("ids that lead nowhere are a warning in a prefab or scene, and nothing elsewhere", () => {
    const body = "--- !u!1 &1\nGameObject:\n  m_Component:\n  - component: {fileID: 5}\n  m_Icon: {fileID: 0}\n";
    expect(takeApart("a.prefab", body).warnings.map(({ code, line }) => [code, line])).toEqual([["yaml.dangling_id", 6]]);
    expect(takeApart("a.asset", body).warnings).toEqual([]);
  });
});

describe("properties", () => {
  const propertiesOf = (fields: string) => takeApart("a.asset", behaviour(fields)).components[0]?.properties as Record<string, Json>;

  test("are numbers where the file means numbers, and text where digits are an id, a hash or a name", () => {
    expect(
      propertiesOf(
        "  a: 1\n  b: -0.5\n  c: 1e-05\n  d: 9223372036854775807\n  e: 00ff\n  f: 007\n  m_Name: 42\n  guid: 12345678901234567890123456789012\n  q: '5'\n  r: {fileID: 5}\n  n: NaN\n",
      ),
    ).toEqual({ a: 1, b: -0.5, c: 0.00001, d: "9223372036854775807", e: "00ff", f: "007", m_Name: "42", guid: "12345678901234567890123456789012", q: "5", r: { fileID: "5" }, n: "NaN" }); // biome-ignore format: one table
  });

  test("hold repeated keys as a list, and a blob by its size and hash", () => {
    const blob = "ab".repeat(3000);
    const sha256 = createHash("sha256").update(blob).digest("hex");
    expect(propertiesOf(`  old:\n    data: 1\n    data: 2\n  pairs:\n    x: 1\n    x: 2\n  image: ${blob}\n`)).toEqual({
      old: [1, 2],
      pairs: [{ x: 1 }, { x: 2 }],
      image: { bytes: 6000, sha256 },
    });
    const list = propertiesOf(`  heights:\n${"  - {x: 1, y: 2}\n".repeat(10_000)}`).heights;
    expect(list).toMatchObject({ items: 10_000 });
  });

  test("keep what a database cannot by a sign that it can", () => {
    expect(propertiesOf('  a: "x\\0y\\uD800z"\n  m_Name: "n\\0"\n')).toEqual({ a: "x\ufffdy\ufffdz", m_Name: "n\ufffd" });
    const { components, asset } = takeApart("a.asset", behaviour('  m_Name: "n\\0"\n'));
    expect([components[0]?.name, asset.metadata.rootName]).toEqual(["n\ufffd", "n\ufffd"]);
  });
});

describe("a file", () => {
  const META = (importer: string, fields = "") => `fileFormatVersion: 2\nguid: ${HULL}\n${importer}:\n${fields}  userData: \n`;

  test("is of the type that its place, name and main object say", () => {
    const typeOf = (path: string, body = "", meta?: string) => takeApart(path, body, meta).asset.type;
    expect(typeOf("ProjectSettings/TagManager.asset", "--- !u!78 &1\nTagManager: {}\n")).toBe("settings");
    expect(typeOf("Game/Packages/manifest.json", "{}")).toBe("package");
    expect(typeOf("a.PNG", "", META("TextureImporter", "  textureType: 8\n"))).toBe("sprite");
    expect(typeOf("a.png", "", META("TextureImporter", "  textureType: 0\n"))).toBe("texture");
    expect(typeOf("a.asset", behaviour(""), META("NativeFormatImporter", "  mainObjectFileID: 9\n"))).toBe("scriptable-object");
    expect(typeOf("a.asset", "--- !u!43 &4300000\nMesh: {}\n")).toBe("mesh");
    expect(typeOf("a.asset", "?", META("NativeFormatImporter", "  mainObjectFileID: 23800000\n"))).toBe("navigation");
    expect(typeOf("x/LightingData.asset", "?", META("NativeFormatImporter", "  mainObjectFileID: 6475696996188705980\n"))).toBe("lighting");
    expect(typeOf("a.unknown")).toBe("file");
  });

  test("that is not there leaves an orphan, unless its .meta is a folder's", () => {
    const alone = (meta: string, isFolder = false) =>
      deconstruct({ path: "a", bytes: null, meta: Buffer.from(meta), isFolder }, { pathOf: () => undefined }).asset;
    expect(alone(META("DefaultImporter"))).toMatchObject({ type: "orphan", guid: HULL });
    expect(alone(`fileFormatVersion: 2\nguid: ${HULL}\nfolderAsset: yes\n`).type).toBe("folder");
    expect(alone(`fileFormatVersion: 2\nguid: ${HULL}\n`, true).type).toBe("folder");
  });

  test("of a ScriptableObject names its script and class; a newer editor's own name for it comes first", () => {
    const script = `  m_Script: {fileID: 11500000, guid: ${SHIP}, type: 3}\n  m_Name: Fleet\n`;
    expect(takeApart("a.asset", behaviour(script)).asset.metadata).toMatchObject({
      scriptGuid: SHIP,
      scriptClass: "Ship",
      rootName: "Fleet",
    });
    const named = takeApart("a.asset", behaviour(`${script}  m_EditorClassIdentifier: Game::Sea.Fleet\n`));
    expect(named.components[0]?.type).toBe("Fleet");
  });

  test("that cannot be read as documents still keeps what it uses", () => {
    const broken = `--- !u!21 &1\nMaterial:\n<<<<<<< HEAD\n  m_Shader: {fileID: 4800000, guid: ${HULL},\n    type: 3}\n`;
    const { components, references, warnings } = takeApart("a.mat", broken);
    expect(components[0]).toMatchObject({ type: "Material", editable: false, properties: {} });
    expect(references).toMatchObject([{ fromLocalId: "1", toGuid: HULL, toLocalId: "4800000", kind: "strong" }]);
    expect(warnings.map(({ code }) => code)).toEqual(["yaml.merge_marker"]);
  });

  test("in other formats names guids in its own way", () => {
    const weak = (path: string, text: string) =>
      takeApart(path, text).references.map(({ path: at, toLocalId, kind }) => [at, toLocalId, kind]);
    expect(weak("a.asmdef", `{\n  "references": ["GUID:${SHIP}"]\n}`)).toEqual([["line 2", null, "weak"]]);
    expect(weak("a.uxml", `<Style src="project://database/A.uss?fileID=74&amp;guid=${SHIP}&amp;type=3#A" />`)).toEqual([
      ["line 1", "74", "weak"],
    ]);
    expect(weak("a.uss", `a { background: url("project://database/a.png?fileID=2800000&guid=${HULL}&type=3"); }`)).toEqual([["line 1", "2800000", "weak"]]); // biome-ignore format: one line
    expect(weak("a.shadergraph", `{"m":"{\\"fileID\\":2800000,\\"guid\\":\\"${HULL}\\",\\"type\\":3}"}`)).toEqual([
      ["line 1", "2800000", "weak"],
    ]);
    expect(weak("a.json", `"${"f".repeat(32)} ${SHIP}0 x${SHIP}"`)).toEqual([]);
  });

  test("that is not UTF-8 or holds NUL bytes is read, warned of, and not edited where that would change other bytes", () => {
    const bytes = Buffer.concat([Buffer.from(`${HEAD}--- !u!1 &1\nGameObject:\n  m_Name: a`), Buffer.of(0xff), Buffer.from("\n")]);
    const { components, warnings } = deconstruct({ path: "a.prefab", bytes, meta: null }, { pathOf: () => undefined });
    expect(components[0]).toMatchObject({ editable: false, properties: { m_Name: "a\ufffd" } });
    expect(warnings.map(({ code }) => code)).toEqual(["file.not_utf8"]);
    expect(takeApart("a.prefab", "--- !u!1 &1\nGameObject:\n  m_Name: a\0\n").warnings.map(({ code }) => code)).toEqual(["file.nul_bytes"]);
    expect(takeApart("a.prefab", HEAD).warnings.map(({ code }) => code)).toEqual(["yaml.no_documents"]);
  });
});
