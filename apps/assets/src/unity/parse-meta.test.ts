import { expect, test } from "bun:test";
import { parseMeta } from "./parse-meta.ts";

const GUID = "0123456789abcdef0123456789abcdef";
const OTHER = "fedcba9876543210fedcba9876543210";
const metaOf = (...lines: string[]) => parseMeta(`\ufefffileFormatVersion: 2\nguid: ${GUID}\n${lines.join("\n")}\n`);

test("a .meta gives its guid, labels, where it comes from and its bundle", () => {
  const meta = metaOf(
    "labels:",
    "- Sea",
    "- 2024",
    "AssetOrigin:",
    "  serializedVersion: 1",
    "  productId: 5",
    "  packageName: Boats & Co",
    "PrefabImporter:",
    "  assetBundleName: harbour",
  );
  expect(meta).toMatchObject({
    guid: GUID,
    isFolder: false,
    labels: ["Sea", "2024"],
    origin: { productId: "5", packageName: "Boats & Co" },
    importer: "PrefabImporter",
    assetBundle: "harbour",
    warnings: [],
  });
  expect(metaOf("folderAsset: yes", "DefaultImporter:", "  userData: ").isFolder).toBe(true);
});

test("names of sub-assets come from every table that editors have written, ids whole", () => {
  const old = metaOf("ModelImporter:", "  fileIDToRecycleName:", "    100000: //RootNode", "    4300000: Hull");
  expect(old.subAssets).toEqual([
    { localId: "100000", classId: 1, name: "//RootNode" },
    { localId: "4300000", classId: 43, name: "Hull" },
  ]);
  const sprites = metaOf(
    "TextureImporter:",
    "  internalIDToNameTable:",
    "  - first:",
    "      213: -5554370912369286741",
    "    second: Sun",
    "  spriteSheet:",
    "    sprites:",
    "    - serializedVersion: 2",
    "      name: Rain",
    "      internalID: 9007199254740993",
    "    - name: Sun again",
    "      internalID: -5554370912369286741",
    "    nameFileIdTable:",
    "      Snow: 77",
  );
  expect(sprites.subAssets).toEqual([
    { localId: "-5554370912369286741", classId: 213, name: "Sun" },
    { localId: "9007199254740993", classId: 213, name: "Rain" },
    { localId: "77", classId: 213, name: "Snow" },
  ]);
});

test("remapped materials, importers and default references of scripts are references", () => {
  const meta = metaOf(
    "ModelImporter:",
    "  externalObjects:",
    "  - first:",
    "      type: UnityEngine:Material",
    "      name: Wood",
    `    second: {fileID: 2100000, guid: ${OTHER}, type: 2}`,
  );
  expect(meta.references).toEqual([
    { fromLocalId: null, path: "ModelImporter.externalObjects.Array.data[0].second", toGuid: OTHER, toLocalId: "2100000", kind: "strong" },
  ]);
});

test("settings worth searching by are lifted, platforms by what differs between them", () => {
  const meta = metaOf(
    "TextureImporter:",
    "  mipmaps:",
    "    sRGBTexture: 1",
    "  spriteMode: 2",
    "  textureType: 8",
    "  spritePixelsToUnits: 32",
    "  platformSettings:",
    "  - serializedVersion: 3",
    "    buildTarget: Android",
    "    maxTextureSize: 2048",
    "    overridden: 1",
  );
  expect(meta.settings).toEqual({
    textureType: 8,
    spriteMode: 2,
    spritePixelsToUnits: 32,
    sRGBTexture: 1,
    platformSettings: [{ buildTarget: "Android", maxTextureSize: 2048, overridden: 1 }],
  });
});

test("a .meta without a guid, or one that cannot be read, is a warning", () => {
  expect(parseMeta("fileFormatVersion: 2\nguid: short\n")).toMatchObject({ guid: null, warnings: [{ code: "meta.guid_missing" }] });
  const broken = parseMeta(`guid: ${GUID}\n<<<<<<< HEAD\nModelImporter:\n  second: {fileID: 5, guid: ${OTHER}, type: 2}\n`);
  expect(broken.references).toMatchObject([{ toGuid: OTHER, toLocalId: "5" }]);
  expect(parseMeta("").warnings.map(({ code }) => code)).toEqual(["meta.guid_missing"]);
  expect(parseMeta(`guid: ${GUID}\nPluginImporter:\n  '': 'open`)).toMatchObject({
    guid: GUID,
    warnings: [{ code: "yaml.unparsable", line: 3 }],
  });
});
