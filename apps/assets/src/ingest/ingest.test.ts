import { expect, test } from "bun:test";
import { Asset } from "@slate/schema/api";
import {
  assetAt,
  assetsOf,
  caughtUp,
  change,
  componentsOf,
  create,
  fileAt,
  folderMeta,
  guid,
  INGEST_WITHIN_MS,
  material,
  meta,
  referencesOf,
  scriptable,
  testProject,
  usesOf,
  yaml,
} from "../testing/index.ts";

const LONG_MS = 2 * INGEST_WITHIN_MS;
const [TEXTURE, MATERIAL, SCRIPT, DATA] = [guid("beef"), guid("feed"), guid("c0de"), guid("da7a")];
const picture = { "Assets/Wall.png": "no picture", "Assets/Wall.png.meta": meta(TEXTURE, "TextureImporter:\n  maxTextureSize: 512\n") };
const paint = { "Assets/Paint.mat": material(TEXTURE), "Assets/Paint.mat.meta": meta(MATERIAL) };

test(
  "a moved asset stays the same asset and what names it finds it, also when the file is deleted and made anew elsewhere",
  async () => {
    const { member, projectId } = await testProject();
    await create(member, projectId, { ...picture, ...paint });
    const before = await assetAt(member, projectId, "Assets/Wall.png");
    await member.patch(`/api/assets/${before.id}`, { labels: ["stone"] }, { "If-Match": "*" }).expect(200);
    await change(member, projectId, [
      { op: "move", fileId: before.fileId, to: "Assets/Art/Wall.png" },
      { op: "move", fileId: before.metaFileId, to: "Assets/Art/Wall.png.meta" },
    ]);
    const moved = await assetAt(member, projectId, "Assets/Art/Wall.png");
    expect(moved).toMatchObject({ id: before.id, guid: TEXTURE, labels: ["stone"], version: 2, uses: 1, fileId: before.fileId });

    await change(member, projectId, [
      { op: "delete-folder", path: "Assets/Art" },
      { op: "create", path: "Assets/New.png", content: "another" },
      { op: "create", path: "Assets/New.png.meta", content: meta(TEXTURE) },
    ]);
    const replaced = await assetAt(member, projectId, "Assets/New.png");
    expect(replaced).toMatchObject({ id: before.id, labels: ["stone"], version: 3, uses: 1 });
    expect((await assetsOf(member, projectId)).map(({ path }) => path)).toEqual(["Assets/New.png", "Assets/Paint.mat"]);
  },
  LONG_MS,
);

test(
  "what is gone is missing where it was used, under its last path, and all is well when it comes back",
  async () => {
    const { member, projectId } = await testProject();
    await create(member, projectId, { ...paint });
    const user = await assetAt(member, projectId, "Assets/Paint.mat");
    expect((await referencesOf(member, user.id))[0]).toMatchObject({ resolved: false, to: { guid: TEXTURE, asset: null, name: null } });

    await create(member, projectId, { ...picture });
    const wall = await assetAt(member, projectId, "Assets/Wall.png");
    const [found] = await referencesOf(member, user.id);
    expect(found).toMatchObject({
      resolved: true,
      kind: "strong",
      path: "m_Texture",
      from: { localId: "2100000", component: "Material" },
      to: { localId: "2800000", asset: { id: wall.id } },
    });
    expect((await usesOf(member, wall.id))[0]).toEqual(found as never);

    await change(member, projectId, [
      { op: "delete", fileId: wall.fileId },
      { op: "delete", fileId: wall.metaFileId },
    ]);
    await caughtUp(member, projectId);
    await member.get(`/api/assets/${wall.id}`).expectError(404, "asset.not_found");
    expect((await referencesOf(member, user.id))[0]).toMatchObject({ resolved: false, to: { asset: null, name: "Assets/Wall.png" } });

    await change(member, projectId, [
      { op: "restore", fileId: wall.fileId },
      { op: "restore", fileId: wall.metaFileId },
    ]);
    expect(await assetAt(member, projectId, "Assets/Wall.png")).toMatchObject({ id: wall.id, uses: 1, version: 2 });
    expect((await referencesOf(member, user.id))[0]).toMatchObject({ resolved: true });
  },
  LONG_MS,
);

test(
  "of assets that declare one guid the oldest has it; when it goes, the next takes it over and what names it follows",
  async () => {
    const { member, projectId } = await testProject();
    await create(member, projectId, { ...picture, ...paint });
    await create(member, projectId, { "Assets/Copy.png": "copy", "Assets/Copy.png.meta": meta(TEXTURE) });
    const first = await assetAt(member, projectId, "Assets/Wall.png");
    const second = await assetAt(member, projectId, "Assets/Copy.png");
    expect(first).toMatchObject({ guid: TEXTURE, declaredGuid: null, uses: 1, warnings: 0 });
    expect(second).toMatchObject({ guid: second.fileId?.replaceAll("-", ""), declaredGuid: TEXTURE, uses: 0 });
    expect(second.warningList.map(({ code }) => code)).toEqual(["guid.duplicate"]);

    const both = [first.fileId, first.metaFileId];
    await change(
      member,
      projectId,
      both.map((fileId) => ({ op: "delete", fileId })),
    );
    expect(await assetAt(member, projectId, "Assets/Copy.png")).toMatchObject({
      id: second.id,
      guid: TEXTURE,
      declaredGuid: null,
      uses: 1,
      warnings: 0,
    });
    await change(
      member,
      projectId,
      both.map((fileId) => ({ op: "restore", fileId })),
    );
    expect(await assetAt(member, projectId, "Assets/Wall.png")).toMatchObject({ id: first.id, guid: TEXTURE, uses: 1 });
    expect(await assetAt(member, projectId, "Assets/Copy.png")).toMatchObject({ id: second.id, declaredGuid: TEXTURE, uses: 0 });
  },
  LONG_MS,
);

test(
  "a .meta alone is an orphan until its file comes, a file alone an asset with a guid of its own; a folder is what has files below it",
  async () => {
    const { member, projectId } = await testProject();
    const root = { "ProjectSettings/ProjectVersion.txt": "m_EditorVersion: 2022.3.1f1\n" };
    await create(member, projectId, {
      ...root,
      "Assets/Wall.png.meta": meta(TEXTURE),
      "Assets/Art.meta": folderMeta(MATERIAL),
      "Assets/a.txt": "",
    });
    const orphan = await assetAt(member, projectId, "Assets/Wall.png");
    expect(orphan).toMatchObject({ type: "orphan", guid: TEXTURE, fileId: null, size: 0, metadata: { importer: "DefaultImporter" } });
    expect(await assetAt(member, projectId, "Assets/Art")).toMatchObject({ type: "orphan" });
    const lone = await assetAt(member, projectId, "Assets/a.txt");
    expect(lone).toMatchObject({ type: "text", guid: lone.fileId?.replaceAll("-", "") });
    expect(lone.warningList.map(({ code }) => code)).toEqual(["meta.missing"]);

    await create(member, projectId, { "Assets/Wall.png": "x", "Assets/Art/b.txt": "", "Assets/a.txt.meta": meta(DATA) });
    expect(await assetAt(member, projectId, "Assets/Wall.png")).toMatchObject({ id: orphan.id, type: "texture", version: 2 });
    expect(await assetAt(member, projectId, "Assets/Art")).toMatchObject({ type: "folder", guid: MATERIAL });
    expect(await assetAt(member, projectId, "Assets/a.txt")).toMatchObject({ id: lone.id, guid: DATA, warnings: 0, version: 2 });

    const { id } = await fileAt(member, projectId, "Assets/Art/b.txt");
    await change(member, projectId, [{ op: "delete", fileId: id }]);
    expect(await assetAt(member, projectId, "Assets/Art")).toMatchObject({ type: "orphan" });
  },
  LONG_MS,
);

test(
  "a component has the name of its script, whichever of the two came first, and a new one when the script is renamed",
  async () => {
    const { member, projectId } = await testProject();
    await create(member, projectId, { "Assets/Data.asset": scriptable(SCRIPT), "Assets/Data.asset.meta": meta(DATA) });
    const data = await assetAt(member, projectId, "Assets/Data.asset");
    const types = async () => {
      await caughtUp(member, projectId);
      return (await componentsOf(member, data.id)).map(({ type }) => type);
    };
    expect(await types()).toEqual(["MonoBehaviour"]);
    await create(member, projectId, {
      "Assets/Tide.cs": "class Tide {}",
      "Assets/Tide.cs.meta": meta(SCRIPT, "MonoImporter:\n  userData: \n"),
    });
    expect(await types()).toEqual(["Tide"]);
    const script = await assetAt(member, projectId, "Assets/Tide.cs");
    await change(member, projectId, [
      { op: "move", fileId: script.fileId, to: "Assets/Ebb.cs" },
      { op: "move", fileId: script.metaFileId, to: "Assets/Ebb.cs.meta" },
    ]);
    expect(await types()).toEqual(["Ebb"]);
    expect(await assetAt(member, projectId, "Assets/Data.asset")).toMatchObject({
      id: data.id,
      version: 1,
      metadata: { scriptClass: "Ebb" },
    });
  },
  LONG_MS,
);

test(
  "a guid kept as text is a weak reference as soon as the project has it, and hashes that look like one are none",
  async () => {
    const { member, projectId } = await testProject();
    const lines = `  m_AssetGUID: ${TEXTURE}\n  m_Hash: 0123456789abcdef0123456789abcdef\n`;
    await create(member, projectId, { "Assets/Data.asset": scriptable(SCRIPT, lines), "Assets/Data.asset.meta": meta(DATA) });
    const data = await assetAt(member, projectId, "Assets/Data.asset");
    const weak = async () => {
      await caughtUp(member, projectId);
      const found = (await referencesOf(member, data.id)).filter(({ kind }) => kind === "weak");
      return found.map(({ path, resolved, to }) => [path, resolved, to.asset?.path ?? to.name]);
    };
    expect(await weak()).toEqual([]);
    await create(member, projectId, { ...picture });
    expect(await weak()).toEqual([["m_AssetGUID", true, "Assets/Wall.png"]]);
    await change(member, projectId, [
      { op: "delete-folder", path: "Assets" },
      ...[data.fileId, data.metaFileId].map((fileId) => ({ op: "restore", fileId })),
    ]);
    expect(await weak()).toEqual([["m_AssetGUID", false, "Assets/Wall.png"]]);
  },
  LONG_MS,
);

test(
  "several Unity projects may be in one repository; what Unity does not look at is no asset, whenever a folder becomes a project",
  async () => {
    const { member, projectId } = await testProject();
    await create(member, projectId, {
      "README.md": "",
      "client/Assets/a.txt": "",
      "client/Library/cache.txt": "",
      "client/Assets/.hidden/x.txt": "",
      "client/Assets/Samples~/y.txt": "",
      "tools/Assets/b.txt": "",
      "tools/ProjectSettings/ProjectVersion.txt": "m_EditorVersion: 6000.0.1f1\n",
    });
    const places = async () =>
      Object.fromEntries((await assetsOf(member, projectId)).map(({ path, unityProject }) => [path, unityProject]));
    const before = {
      "README.md": null,
      "client/Assets/.hidden/x.txt": null,
      "client/Assets/Samples~/y.txt": null,
      "client/Assets/a.txt": null,
      "client/Library/cache.txt": null,
      "tools/Assets/b.txt": "tools",
      "tools/ProjectSettings/ProjectVersion.txt": "tools",
    };
    expect(await places()).toEqual(before);
    await create(member, projectId, { "client/ProjectSettings/ProjectVersion.txt": "m_EditorVersion: 6000.0.2f1\n" });
    expect(await places()).toEqual({
      "README.md": null,
      "client/Assets/a.txt": "client",
      "client/ProjectSettings/ProjectVersion.txt": "client",
      "tools/Assets/b.txt": "tools",
      "tools/ProjectSettings/ProjectVersion.txt": "tools",
    });
    const { id } = await fileAt(member, projectId, "client/ProjectSettings/ProjectVersion.txt");
    await change(member, projectId, [{ op: "move", fileId: id, to: "old.txt" }]);
    expect(await places()).toEqual({ ...before, "old.txt": null });
  },
  LONG_MS,
);

test(
  "a file that is broken in any way is an asset with a warning, and the rest of it and all others are read",
  async () => {
    const { member, projectId } = await testProject();
    const good = yaml([21, "1", "Material", "  m_Name: Mast\n"]);
    const surrogate = yaml([21, "1", "Material", '  m_Name: "\\uD83D nul \\0 end"\n']);
    const twice = yaml([21, "7", "Material", "  m_Name: A\n"], [21, "7", "Material", "  m_Name: B\n"]);
    const files: Record<string, [content: string, warnings: string[], names: string[]]> = {
      "good.mat": [good, [], ["Mast"]],
      "bom.mat": [`\ufeff${good}`, [], ["Mast"]],
      "duplicate.mat": [twice, ["yaml.duplicate_anchor"], ["A", "B"]],
      "merge.mat": [
        `${good}--- !u!21 &2\n<<<<<<< HEAD\nMaterial:\n  m_Name: X\n=======\n>>>>>>> theirs\n`,
        ["yaml.merge_marker"],
        ["Mast", ""],
      ],
      "truncated.mat": [`${good}--- !u!21 &2\nMaterial:\n  m_Name: "never clo`, ["yaml.unparsable"], ["Mast", ""]],
      "long.mat": [`${good}--- !u!43 &2\nMesh:\n  m_Name: Hex\n  m_IndexBuffer: ${"0100".repeat(500_000 / 4)}\n`, [], ["Mast", "Hex"]],
      "unstorable.mat": [surrogate, [], ["\ufffd nul \ufffd end"]],
      "nothing.mat": ["%YAML 1.1\n", ["yaml.no_documents"], []],
    };
    await create(member, projectId, Object.fromEntries(Object.entries(files).map(([path, [content]]) => [path, content])));
    for (const [path, [, warnings, names]] of Object.entries(files)) {
      const asset = await assetAt(member, projectId, path);
      expect([path, [...new Set(asset.warningList.map(({ code }) => code))]]).toEqual([path, warnings]);
      expect([path, (await componentsOf(member, asset.id)).map(({ name }) => name)]).toEqual([path, names]);
    }
    await create(member, projectId, {
      "x.png.meta": "guid: nonsense\n<<<<<<< HEAD\n",
      "y.txt": "y",
      "y.txt.meta": `guid: ${"A".repeat(32)}\n`,
    });
    const broken = await assetAt(member, projectId, "x.png");
    expect(broken).toMatchObject({ type: "orphan", guid: broken.metaFileId?.replaceAll("-", "") });
    expect(broken.warningList.map(({ code }) => code)).toContain("meta.guid_missing");
    expect(Asset.parse(await assetAt(member, projectId, "y.txt")).guid).toBe("a".repeat(32));
  },
  LONG_MS,
);
