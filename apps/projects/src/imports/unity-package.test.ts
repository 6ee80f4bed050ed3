import { beforeAll, describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { File, Import, Project, page } from "@slate/schema/api";
import fc from "fast-check";
import { pack } from "tar-stream";
import { type TestWorkspace, testWorkspace } from "../../../../infra/testing/index.ts";

let space: TestWorkspace;
beforeAll(async () => {
  space = await testWorkspace();
});

type Bytes = Uint8Array<ArrayBuffer>;
/** One folder of a package: its guid and its parts. */
type Packaged = { guid: string; pathname?: string; asset?: string | Uint8Array; meta?: string; preview?: boolean };

const guidOf = (name: string) => new Bun.CryptoHasher("md5").update(name).digest("hex");
const metaOf = (guid: string, more = "") => `fileFormatVersion: 2\nguid: ${guid}\n${more}userData: \n`;
/** An asset as Unity exports it; its guid follows from `name`. */
const asset = (name: string, pathname: string, content: string | Uint8Array = name): Packaged => ({
  guid: guidOf(name),
  pathname,
  asset: content,
  meta: metaOf(guidOf(name)),
});
const folder = (name: string, pathname: string): Packaged => ({
  guid: guidOf(name),
  pathname,
  meta: metaOf(guidOf(name), "folderAsset: yes\n"),
});

type Entry = { name: string; content?: string | Uint8Array; type?: "symlink" | "character-device"; linkname?: string };
const partsOf = ({ guid, pathname, asset: content, meta, preview }: Packaged, prefix = ""): Entry[] => [
  ...(content === undefined ? [] : [{ name: `${prefix}${guid}/asset`, content }]),
  ...(meta === undefined ? [] : [{ name: `${prefix}${guid}/asset.meta`, content: meta }]),
  ...(pathname === undefined ? [] : [{ name: `${prefix}${guid}/pathname`, content: pathname }]),
  ...(preview ? [{ name: `${prefix}${guid}/preview.png`, content: "png" }] : []),
];

async function archiveOf(entries: Entry[]): Promise<Bytes> {
  const archive = pack();
  for (const { name, content, type, linkname } of entries) {
    if (type) archive.entry({ name, type, linkname });
    else archive.entry({ name }, Buffer.from((content ?? "") as string));
  }
  archive.finalize();
  return new Uint8Array(gzipSync(Buffer.concat(await Array.fromAsync(archive as AsyncIterable<Uint8Array>))));
}
const packageOf = (assets: Packaged[], extra: Entry[] = []) => archiveOf([...assets.flatMap((one) => partsOf(one)), ...extra]);

const newProject = async () => (await space.owner.post("/api/projects", { name: `P ${crypto.randomUUID()}` }).expect(201, Project)).body.id;
async function open(projectId: string, more: object = {}): Promise<string> {
  return (await space.member.post("/api/imports", { projectId, format: "unitypackage", ...more }).expect(201, Import)).body.id;
}
const send = (id: string, body: Bytes) =>
  space.member.put(`/api/imports/${id}/content`, body, { "Content-Type": "application/octet-stream" });
async function importPackage(projectId: string, body: Bytes, more: object = {}): Promise<Import> {
  return (await send(await open(projectId, more), body).expect(200, Import)).body;
}
/** Every file of the project with its text. */
async function contentsOf(projectId: string): Promise<Record<string, string>> {
  const { body } = await space.viewer.get(`/api/files?projectId=${projectId}&limit=100`).expect(200, page(File));
  const texts = body.items.map(async ({ id, path }) => [path, (await space.viewer.get(`/api/files/${id}/content`).expect(200)).body]);
  return Object.fromEntries(await Promise.all(texts));
}
const changesetCount = async (projectId: string) =>
  ((await space.viewer.get(`/api/changesets?projectId=${projectId}`).expect(200)).body as { items: unknown[] }).items.length;
const ignoredBy = ({ ignored }: Import) => Object.fromEntries(ignored.map(({ pattern, count }) => [pattern, count]));

describe("a Unity package", () => {
  test("becomes one changeset: files with their metas, folders as metas alone, previews left out", async () => {
    const projectId = await newProject();
    const done = await importPackage(
      projectId,
      await packageOf([
        folder("dir", "Assets/Toys"),
        { ...asset("car", "Assets/Toys/Car.prefab", "%YAML 1.1\n"), preview: true },
        asset("embedded", "Packages/com.example.toys/README.md", "toys"),
      ]),
    );
    expect(done).toMatchObject({ status: "done", files: { created: 5, edited: 0, unchanged: 0, ignored: 1 } });
    expect(ignoredBy(done)).toEqual({ "preview.png": 1 });
    expect(await contentsOf(projectId)).toEqual({
      "Assets/Toys.meta": metaOf(guidOf("dir"), "folderAsset: yes\n"),
      "Assets/Toys/Car.prefab": "%YAML 1.1\n",
      "Assets/Toys/Car.prefab.meta": metaOf(guidOf("car")),
      "Packages/com.example.toys/README.md": "toys",
      "Packages/com.example.toys/README.md.meta": metaOf(guidOf("embedded")),
    });
    expect(await changesetCount(projectId)).toBe(1);
  });

  test("is the same whatever the order of its entries, their prefix, the slashes and the second line of pathname", async () => {
    const assets = [
      folder("dir", "Assets\\A"),
      asset("one", "Assets\\A\\One.txt\n00", "1"),
      asset("two", "Assets/A/Two.bin\r\n", new Uint8Array([0, 1, 255])),
      asset("three", "Assets/Ünï/日本.txt", "3"),
    ];
    const entries = assets.flatMap((one) => partsOf(one, "./"));
    const orders = fc.sample(fc.shuffledSubarray(entries, { minLength: entries.length }), 4);
    const trees = await Promise.all(
      orders.map(async (order) => {
        const projectId = await newProject();
        await importPackage(projectId, await archiveOf(order));
        return contentsOf(projectId);
      }),
    );
    for (const tree of trees) expect(tree).toEqual(trees[0] ?? {});
    expect(Object.keys(trees[0] ?? {}).sort()).toEqual(
      [
        "Assets/A.meta",
        "Assets/A/One.txt",
        "Assets/A/One.txt.meta",
        "Assets/A/Two.bin",
        "Assets/A/Two.bin.meta",
        "Assets/Ünï/日本.txt",
        "Assets/Ünï/日本.txt.meta",
      ].sort(),
    );
  });

  test("updates an asset of the same guid where it is, even when it was moved, and makes no changeset of nothing", async () => {
    const projectId = await newProject();
    const first = await packageOf([asset("car", "Assets/Car.txt", "1"), asset("bus", "Assets/Bus.txt", "1")]);
    await importPackage(projectId, first);
    const files = (await space.viewer.get(`/api/files?projectId=${projectId}`).expect(200, page(File))).body.items;
    const moves = files
      .filter(({ path }) => path.startsWith("Assets/Car"))
      .map(({ id, path }) => ({ op: "move", fileId: id, to: path.replace("Assets/", "Assets/Garage/") }));
    await space.member.post("/api/changesets", { projectId, changes: moves }).expect(201);

    const again = await importPackage(
      projectId,
      await packageOf([asset("car", "Assets/Car.txt", "2"), asset("bus", "Assets/Bus.txt", "1")]),
    );
    expect(again.files).toMatchObject({ created: 0, edited: 1, unchanged: 3 });
    const tree = await contentsOf(projectId);
    expect(tree["Assets/Garage/Car.txt"]).toBe("2");
    expect(tree["Assets/Car.txt"]).toBeUndefined();
    expect((await importPackage(projectId, await packageOf([asset("bus", "Assets/Bus.txt", "1")]))).changesetId).toBeNull();
  });

  test("finds the guid of a meta that is too large for the database", async () => {
    const projectId = await newProject();
    const sprites = `  sprite: ${"x".repeat(300_000)}\n`;
    const sheet = (content: string): Packaged => ({
      ...asset("sheet", "Assets/Sheet.txt", content),
      meta: metaOf(guidOf("sheet"), sprites),
    });
    await importPackage(projectId, await packageOf([sheet("1")]));
    const files = (await space.viewer.get(`/api/files?projectId=${projectId}`).expect(200, page(File))).body.items;
    const changes = files.map(({ id, path }) => ({ op: "move", fileId: id, to: path.replace("Assets/", "Assets/Moved/") }));
    await space.member.post("/api/changesets", { projectId, changes }).expect(201);
    await importPackage(projectId, await packageOf([sheet("2")]));
    expect(Object.keys(await contentsOf(projectId))).toEqual(["Assets/Moved/Sheet.txt", "Assets/Moved/Sheet.txt.meta"]);
  });

  test("is refused whole, with the list, where another guid has a path; or leaves those out when told to", async () => {
    const projectId = await newProject();
    await importPackage(projectId, await packageOf([asset("mine", "Assets/Car.txt", "mine")]));
    const before = await contentsOf(projectId);
    const theirs = await packageOf([asset("theirs", "Assets/CAR.txt", "theirs"), asset("new", "Assets/New.txt", "new")]);
    const { body } = await send(await open(projectId), theirs).expectError(409, "import.conflict");
    expect(body.error.details).toEqual({
      count: 1,
      conflicts: [{ path: "Assets/CAR.txt", guid: guidOf("theirs"), existingGuid: guidOf("mine") }],
    });
    expect(await contentsOf(projectId)).toEqual(before);

    const done = await importPackage(projectId, theirs, { onConflict: "skip" });
    expect(ignoredBy(done)).toEqual({ "another asset has the path": 1 });
    expect(await contentsOf(projectId)).toEqual({ ...before, "Assets/New.txt": "new", "Assets/New.txt.meta": metaOf(guidOf("new")) });
  });

  test("takes over a file that has no meta yet, and goes below a folder without minding the guids outside it", async () => {
    const projectId = await newProject();
    await space.member.post("/api/files", { projectId, path: "Assets/Car.txt", content: "old" }).expect(201);
    await importPackage(projectId, await packageOf([asset("car", "Assets/Car.txt", "new")]));
    expect((await contentsOf(projectId))["Assets/Car.txt"]).toBe("new");
    await importPackage(projectId, await packageOf([asset("car", "Assets/Car.txt", "other")]), { folder: "Games/Two" });
    const tree = await contentsOf(projectId);
    expect([tree["Assets/Car.txt"], tree["Games/Two/Assets/Car.txt"]]).toEqual(["new", "other"]);
  });

  test("leaves out what cannot be placed, and says why", async () => {
    const projectId = await newProject();
    const done = await importPackage(
      projectId,
      await packageOf(
        [
          asset("good", "Assets/Good.txt", "good"),
          { guid: guidOf("a"), asset: "no path", meta: metaOf(guidOf("a")) },
          { guid: guidOf("b"), pathname: "Assets/NoMeta.txt", asset: "no meta" },
          { ...asset("c", "Assets/Other.txt"), meta: metaOf(guidOf("somebody else")) },
          asset("d", "ProjectSettings/TagManager.asset"),
          asset("e", "Assets/what?/a:b.txt"),
          asset("f", "Assets/Good.txt.meta"),
          asset("g", "Assets/con.txt"),
        ],
        [{ name: ".icon.png" }, { name: `${guidOf("good")}/metaData` }, { name: `${guidOf("good").toUpperCase()}/asset`, content: "x" }],
      ),
    );
    expect(ignoredBy(done)).toEqual({
      "no pathname": 1,
      "no asset.meta": 1,
      "asset.meta of another guid": 1,
      "outside Assets and Packages": 1,
      "a path that no file may have": 3,
      "no part of an asset": 3,
    });
    expect(Object.keys(await contentsOf(projectId))).toEqual(["Assets/Good.txt", "Assets/Good.txt.meta"]);
  });

  test("is refused when somebody else holds the lock of a file it would change", async () => {
    const projectId = await newProject();
    await importPackage(projectId, await packageOf([asset("car", "Assets/Car.txt", "1")]));
    const { items } = (await space.viewer.get(`/api/files?projectId=${projectId}`).expect(200, page(File))).body;
    await space.admin.post("/api/locks", { fileId: items.find(({ path }) => path === "Assets/Car.txt")?.id }).expect(201);
    await send(await open(projectId), await packageOf([asset("car", "Assets/Car.txt", "2")])).expectError(423, "file.locked");
    expect((await contentsOf(projectId))["Assets/Car.txt"]).toBe("1");
  });
});

describe("a bad package is refused with a reason, and nothing of it becomes visible", () => {
  const good = asset("good", "Assets/Good.txt");
  const link = { name: `${guidOf("x")}/asset`, type: "symlink" as const, linkname: "/etc/passwd" };
  const device = { name: `${guidOf("x")}/asset`, type: "character-device" as const };
  const zeros = { name: `${guidOf("x")}/asset`, content: new Uint8Array(64 * 1024 * 1024) };
  const cases: [string, () => Promise<Bytes> | Bytes, string][] = [
    ["a link", () => packageOf([good], [link]), "import.invalid"],
    ["a device", () => packageOf([good], [device]), "import.invalid"],
    ["an entry that climbs out", () => packageOf([good], [{ name: `${guidOf("x")}/../../evil` }]), "import.invalid"],
    ["an absolute entry", () => packageOf([good], [{ name: "/etc/evil" }]), "import.invalid"],
    ["a pathname that climbs out", () => packageOf([good, asset("x", "Assets/../../evil.txt")]), "import.invalid"],
    ["a pathname that climbs out by backslash", () => packageOf([good, asset("x", "Assets\\..\\..\\evil.txt")]), "import.invalid"],
    ["an absolute pathname", () => packageOf([good, asset("x", "/etc/passwd")]), "import.invalid"],
    ["a pathname with a drive", () => packageOf([good, asset("x", "C:\\Windows\\evil.txt")]), "import.invalid"],
    ["a pathname without end", () => packageOf([good, asset("x", "Assets/".repeat(5000))]), "import.invalid"],
    [
      "a pathname that is not UTF-8",
      () => archiveOf([{ name: `${guidOf("x")}/pathname`, content: new Uint8Array([0xff]) }]),
      "import.invalid",
    ],
    ["the same part twice", () => packageOf([good, good]), "import.invalid"],
    ["the same path twice, by case", () => packageOf([good, asset("x", "Assets/GOOD.txt")]), "import.invalid"],
    ["an archive that is no package", () => archiveOf([{ name: "Assets/a.txt", content: "a" }]), "import.invalid"],
    ["noise", () => crypto.getRandomValues(new Uint8Array(5000)), "import.invalid"],
    ["nothing", () => new Uint8Array(), "import.invalid"],
    ["a cut package", async () => (await packageOf([good])).slice(0, 150), "import.invalid"],
    ["a bomb", () => packageOf([good], [zeros]), "import.limit"],
  ];
  test.each(cases)("%s", async (_, make, code) => {
    const projectId = await newProject();
    const id = await open(projectId);
    await send(id, await make()).expectError(422, code);
    const { body } = await space.viewer.get(`/api/imports/${id}`).expect(200, Import);
    expect(body).toMatchObject({ status: "failed", error: { code }, changesetId: null });
    expect(await contentsOf(projectId)).toEqual({});
    expect(await changesetCount(projectId)).toBe(0);
  });
});
