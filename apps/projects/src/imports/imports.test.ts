import { beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { File, Import, Project, page } from "@slate/schema/api";
import { BlobReader, TextReader, ZipReader, ZipWriter } from "@zip.js/zip.js";
import { pack } from "tar-stream";
import { eventually, type Person, type TestWorkspace, testStack, testWorkspace } from "../../../../infra/testing/index.ts";

type Content = string | Uint8Array;
type Files = Record<string, Content>;
let space: TestWorkspace;
beforeAll(async () => {
  space = await testWorkspace();
});

const newProject = async () => (await space.owner.post("/api/projects", { name: `P ${crypto.randomUUID()}` }).expect(201, Project)).body.id;
const BYTES = { "Content-Type": "application/octet-stream" };

async function tar(files: Files, extra: (archive: ReturnType<typeof pack>) => void = () => {}): Promise<Uint8Array<ArrayBuffer>> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, Buffer.from(content as string));
  extra(archive);
  archive.finalize();
  return new Uint8Array(Buffer.concat(await Array.fromAsync(archive as AsyncIterable<Uint8Array>)));
}

async function zip(files: Files): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const archive = new ZipWriter(writable, { useWebWorkers: false });
  const written = (async () => {
    for (const [name, content] of Object.entries(files)) {
      await archive.add(
        name,
        typeof content === "string" ? new TextReader(content) : new BlobReader(new Blob([content as Uint8Array<ArrayBuffer>])),
      );
    }
    await archive.close();
  })();
  const bytes = new Uint8Array(await new Response(readable).arrayBuffer());
  await written;
  return bytes;
}

async function open(projectId: string, format: "zip" | "tar" | "tar.gz", more: object = {}, who: Person = space.member): Promise<string> {
  return (await who.post("/api/imports", { projectId, format, ...more }).expect(201, Import)).body.id;
}
const send = (id: string, body: Uint8Array<ArrayBuffer> | ReadableStream, who: Person = space.member) =>
  who.put(`/api/imports/${id}/content`, body, BYTES);
/** A slow sender: a little at a time, until it is told that nobody wants more. */
function slowly(archive: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  let offset = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      await Bun.sleep(5);
      controller.enqueue(archive.slice(offset, offset + 8192));
      offset += 8192;
      if (offset >= archive.length) controller.close();
    },
  });
}
async function importTar(projectId: string, files: Files, more: object = {}): Promise<Import> {
  return (await send(await open(projectId, "tar", more), await tar(files)).expect(200, Import)).body;
}

async function listAll(projectId: string): Promise<File[]> {
  const files: File[] = [];
  for (let cursor = ""; ; ) {
    const { body } = await space.viewer
      .get(`/api/files?projectId=${projectId}&limit=100${cursor && `&cursor=${cursor}`}`)
      .expect(200, page(File));
    files.push(...body.items);
    if (!body.nextCursor) return files;
    cursor = body.nextCursor;
  }
}
const treeOf = async (projectId: string) => Object.fromEntries((await listAll(projectId)).map((file) => [file.path, file.sha256]));
const changesets = async (projectId: string) =>
  ((await space.viewer.get(`/api/changesets?projectId=${projectId}`).expect(200)).body as { items: { id: string; kind: string }[] }).items;
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("slate-import-"));

const MiB = 1024 * 1024;
const noise = (sizeMiB: number) =>
  new Uint8Array(Buffer.concat(Array.from({ length: sizeMiB * 16 }, () => crypto.getRandomValues(new Uint8Array(65_536)))));

const SAMPLE: Files = {
  "Assets/Scripts/Player.cs": "class Player {}\n",
  "Assets/bom.meta": "\uFEFFguid: 1\r\n",
  "Assets/empty.txt": "",
  "Assets/Ünï/日本.txt": "text",
  "Assets/blob.bin": new Uint8Array([0, 1, 2, 255]),
  [`Assets/${"deep/".repeat(30)}file.txt`]: "deep",
};

describe("an import", () => {
  test("gives the same tree from zip, tar and tar.gz, as one changeset each", async () => {
    const trees = await Promise.all(
      (["zip", "tar", "tar.gz"] as const).map(async (format) => {
        const projectId = await newProject();
        const archive =
          format === "zip" ? await zip(SAMPLE) : format === "tar" ? await tar(SAMPLE) : new Uint8Array(gzipSync(await tar(SAMPLE)));
        const { body } = await send(await open(projectId, format), archive).expect(200, Import);
        expect(body).toMatchObject({ status: "done", files: { read: 6, created: 6, edited: 0, unchanged: 0, ignored: 0 } });
        expect(await changesets(projectId)).toMatchObject([{ id: body.changesetId as string, kind: "import" }]);
        return treeOf(projectId);
      }),
    );
    const [first = {}, ...others] = trees;
    for (const tree of others) expect(tree).toEqual(first);
    expect(Object.keys(first)).toHaveLength(6);
  });

  test("skips what is the same, edits what changed, leaves alone what is not in it, and makes no changeset of nothing", async () => {
    const projectId = await newProject();
    await importTar(projectId, { "a.txt": "a", "b.txt": "b", "c.txt": "c" });
    const second = await importTar(projectId, { "a.txt": "a", "b.txt": "B", "d.txt": "d" });
    expect(second.files).toEqual({ read: 3, created: 1, edited: 1, unchanged: 1, ignored: 0 });
    expect(Object.keys(await treeOf(projectId))).toEqual(["a.txt", "b.txt", "c.txt", "d.txt"]);
    const third = await importTar(projectId, { "a.txt": "a", "b.txt": "B" });
    expect(third.changesetId).toBeNull();
    expect(await changesets(projectId)).toHaveLength(2);
  });

  test("can be reverted as a whole", async () => {
    const projectId = await newProject();
    await importTar(projectId, { "a.txt": "1" });
    const before = await treeOf(projectId);
    const { changesetId } = await importTar(projectId, { "a.txt": "2", "b/new.bin": new Uint8Array([0]) });
    await space.member.post(`/api/changesets/${changesetId}/revert`, {}).expect(201);
    expect(await treeOf(projectId)).toEqual(before);
  });

  test("finds the file again when only the case of its path differs", async () => {
    const projectId = await newProject();
    await importTar(projectId, { "Assets/Readme.md": "1" });
    const again = await importTar(projectId, { "assets/README.md": "2" });
    expect(again.files).toMatchObject({ created: 0, edited: 1 });
    expect(Object.keys(await treeOf(projectId))).toEqual(["Assets/Readme.md"]);
  });

  test("puts files below a folder and drops leading segments when told", async () => {
    const projectId = await newProject();
    await importTar(projectId, { "repo-main/a.txt": "a", "repo-main/x/b.txt": "b" }, { folder: "Vendor/Lib", stripComponents: 1 });
    expect(Object.keys(await treeOf(projectId))).toEqual(["Vendor/Lib/a.txt", "Vendor/Lib/x/b.txt"]);
  });

  test("leaves out and reports what Unity makes for itself and what .slateignore names, even when that comes last", async () => {
    const projectId = await newProject();
    const done = await importTar(projectId, {
      "Library/cache.bin": "x",
      "Game/Temp/lock": "x",
      "Assets/Library/mine.cs": "kept",
      ".git/config": "x",
      "notes.tmp": "x",
      "Assets/a.tmp": "x",
      "Assets/keep.tmp": "kept",
      ".slateignore": "*.tmp\n!keep.tmp\n",
    });
    expect(Object.keys(await treeOf(projectId))).toEqual([".slateignore", "Assets/Library/mine.cs", "Assets/keep.tmp"]);
    expect(Object.fromEntries(done.ignored.map(({ pattern, count }) => [pattern, count]))).toEqual({
      "Library/": 1,
      "Temp/": 1,
      ".git": 1,
      ".slateignore": 2,
    });
    expect(done.files.ignored).toBe(5);
  });

  test("streams content past the text limit to the registry and gives it back byte for byte", async () => {
    const projectId = await newProject();
    const big = crypto.getRandomValues(new Uint8Array(65_536)).toHex().repeat(8);
    await importTar(projectId, { "big.txt": big, "at-limit.txt": "x".repeat(256 * 1024) });
    const files = await listAll(projectId);
    expect(files.map(({ path, binary }) => [path, binary])).toEqual([
      ["at-limit.txt", false],
      ["big.txt", false],
    ]);
    const { body } = await space.viewer.get(`/api/files/${files[1]?.id}/content`).expect(200);
    expect(body).toBe(big);
  });

  test("is refused whole when somebody else holds the lock of a file it would change", async () => {
    const projectId = await newProject();
    await importTar(projectId, { "a.txt": "1", "b.txt": "1" });
    const locked = (await listAll(projectId)).find(({ path }) => path === "b.txt");
    await space.admin.post("/api/locks", { fileId: locked?.id }).expect(201);
    const before = await treeOf(projectId);
    await send(await open(projectId, "tar"), await tar({ "a.txt": "2", "b.txt": "2", "c.txt": "2" })).expectError(423, "file.locked");
    expect(await treeOf(projectId)).toEqual(before);
    await send(await open(projectId, "tar"), await tar({ "a.txt": "2", "b.txt": "1" })).expect(200); // b does not change, so its lock is no matter
  });

  test("takes its archive once, from its creator only", async () => {
    const projectId = await newProject();
    const id = await open(projectId, "tar");
    await send(id, await tar({}), space.admin).expectError(403, "auth.forbidden");
    await send(id, await tar({ "a.txt": "a" })).expect(200);
    await send(id, await tar({ "b.txt": "b" })).expectError(409, "import.already_used");
    await space.viewer.post("/api/imports", { projectId, format: "tar" }).expectError(403, "auth.forbidden");
    expect(Object.keys(await treeOf(projectId))).toEqual(["a.txt"]);
  });

  test("reports progress as it goes, and stops when cancelled with nothing visible", async () => {
    const projectId = await newProject();
    const id = await open(projectId, "tar");
    const archive = await tar(Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`f${i}.txt`, `${i}`.repeat(2000)])));
    const states: Import[] = [];
    const { gatewayUrl } = testStack();
    const watching = fetch(new URL(`/api/imports/${id}/events`, gatewayUrl), { headers: space.member.headers }).then(async (response) => {
      for await (const line of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        for (const [, data] of line.matchAll(/^data: ?(.*)$/gm)) states.push(Import.parse(JSON.parse(data as string)));
      }
    });
    const sent = send(id, slowly(archive));
    await eventually(() => expect(states.some(({ status, files }) => status === "running" && files.read > 0)).toBe(true));
    await space.member.post(`/api/imports/${id}/cancel`).expect(200);
    await sent.expectError(409, "import.cancelled");
    await watching;
    expect(states.at(-1)?.status).toBe("cancelled");
    expect(await treeOf(projectId)).toEqual({});
    expect(await changesets(projectId)).toEqual([]);
  }, 20_000);

  test("a zip, which is only read once it is whole, reports and stops while it arrives too", async () => {
    const projectId = await newProject();
    const id = await open(projectId, "zip");
    const sent = send(id, slowly(await zip({ "a.bin": crypto.getRandomValues(new Uint8Array(60_000)), "b.bin": noise(8) })));
    const state = async () => (await space.member.get(`/api/imports/${id}`).expect(200, Import)).body;
    await eventually(async () => expect((await state()).receivedBytes).toBeGreaterThan(0));
    await space.member.post(`/api/imports/${id}/cancel`).expect(200);
    await sent.expectError(409, "import.cancelled");
    expect(await treeOf(projectId)).toEqual({});
    expect(leftovers()).toEqual([]);
  }, 20_000);

  test("ends within a second for who is removed from the workspace, and so does watching one", async () => {
    const own = await testWorkspace();
    const project = (await own.owner.post("/api/projects", { name: "P" }).expect(201, Project)).body.id;
    const id = await open(project, "tar", {}, own.member);
    const sent = send(id, slowly(await tar({ "a.bin": noise(8) })), own.member);
    const { gatewayUrl } = testStack();
    const watched = await fetch(new URL(`/api/imports/${id}/events`, gatewayUrl), { headers: own.member.headers });
    await eventually(async () => expect((await own.owner.get(`/api/imports/${id}`).expect(200, Import)).body.status).toBe("running"));
    const events = watched.text();
    await own.owner.delete(`/api/members/${own.member.userId}`, { "If-Match": "*" }).expect(204);
    const removedAtMs = performance.now();
    await sent.expectError(401, "auth.required");
    await events;
    expect(performance.now() - removedAtMs).toBeLessThan(1500);
    expect((await own.owner.get(`/api/imports/${id}`).expect(200, Import)).body.status).toBe("failed");
  }, 20_000);
});

/** A zip of empty files whose directory is all comments. */
function directoryOf(bytes: number): Uint8Array<ArrayBuffer> {
  const comment = Buffer.alloc(60_000, "x");
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  const count = Math.ceil(bytes / comment.length);
  for (let i = 0; i < count; i++) {
    const name = Buffer.from(`${i}.txt`);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt16LE(comment.length, 32);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, name);
    directory.push(entry, name, comment);
    offset += local.length + name.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, ...directory, end]));
}

describe("a bad archive is refused with a reason, and nothing of it becomes visible", () => {
  const truncated = async () => (await tar({ "a.txt": "a".repeat(5000) })).slice(0, 2000);
  const symlink = () => tar({ "a.txt": "a" }, (archive) => archive.entry({ name: "link", type: "symlink", linkname: "/etc/passwd" }));
  const device = () => tar({ "a.txt": "a" }, (archive) => archive.entry({ name: "null", type: "character-device" }));
  const twice = () => tar({ "a.txt": "1", "A.TXT": "2" });
  const bomb = () => new Uint8Array(gzipSync(new Uint8Array(8 * 1024 * 1024)));
  const cases: [string, "zip" | "tar" | "tar.gz", () => Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>, string][] = [
    ["a symbolic link", "tar", symlink, "import.invalid"],
    ["a device", "tar", device, "import.invalid"],
    ["a name that climbs out", "tar", () => tar({ "a.txt": "a", "../evil.txt": "x" }), "import.invalid"],
    ["an absolute name", "tar", () => tar({ "/etc/evil": "x" }), "import.invalid"],
    ["a reserved name", "tar", () => tar({ "Assets/con.txt": "x" }), "import.invalid"],
    ["the same path twice, by case", "tar", twice, "import.invalid"],
    ["a cut tar", "tar", truncated, "import.invalid"],
    ["a tar cut between two entries", "tar", async () => (await tar({ "a.txt": "a", "b.txt": "b" })).slice(0, 1024), "import.invalid"],
    ["nothing at all", "tar", () => new Uint8Array(), "import.invalid"],
    ["noise", "tar", () => crypto.getRandomValues(new Uint8Array(5000)), "import.invalid"],
    ["noise called gzip", "tar.gz", () => crypto.getRandomValues(new Uint8Array(5000)), "import.invalid"],
    ["a cut gzip", "tar.gz", async () => new Uint8Array(gzipSync(await tar({ "a.txt": "a" }))).slice(0, 60), "import.invalid"],
    [
      "a bomb",
      "tar.gz",
      async () => new Uint8Array(gzipSync(await tar({ "zeros.bin": new Uint8Array(64 * 1024 * 1024) }))),
      "import.limit",
    ],
    ["rules too long to keep in memory", "tar", () => tar({ ".slateignore": "#".repeat(300_000) }), "import.limit"],
    ["a bomb without a file in it", "tar.gz", bomb, "import.limit"],
    ["a zip that is mostly directory", "zip", () => directoryOf(35 * MiB), "import.limit"],
    ["a cut zip", "zip", async () => (await zip({ "a.txt": "a" })).slice(0, 30), "import.invalid"],
    ["a zip with a name that climbs out", "zip", () => zip({ "x/../../evil.txt": "x" }), "import.invalid"],
    [
      "a zip with something after it",
      "zip",
      async () => new Uint8Array(Buffer.concat([await zip({ "a.txt": "a" }), Buffer.from("trailing")])),
      "import.invalid",
    ],
  ];
  test.each(cases)("%s", async (_, format, make, code) => {
    const projectId = await newProject();
    const id = await open(projectId, format);
    await send(id, await make()).expectError(422, code);
    const { body } = await space.viewer.get(`/api/imports/${id}`).expect(200, Import);
    expect(body).toMatchObject({ status: "failed", error: { code }, changesetId: null });
    expect(await treeOf(projectId)).toEqual({});
    expect(leftovers()).toEqual([]);
  });
});

describe("an export", () => {
  test("of any changeset gives the files as they were then, byte for byte", async () => {
    const projectId = await newProject();
    const first = await importTar(projectId, SAMPLE);
    await importTar(projectId, { "Assets/Scripts/Player.cs": "changed", "later.txt": "later" });
    const response = await fetch(new URL(`/api/changesets/${first.changesetId}/export`, testStack().gatewayUrl), {
      headers: space.viewer.headers,
    });
    expect(response.headers.get("content-disposition")).toContain("attachment");
    const reader = new ZipReader(new BlobReader(await response.blob()), { useWebWorkers: false });
    const files: Files = {};
    for await (const entry of reader.getEntriesGenerator()) {
      if (!entry.directory) files[entry.filename] = new Uint8Array(await entry.arrayBuffer());
    }
    const expected = Object.fromEntries(
      Object.entries(SAMPLE).map(([path, content]) => [path, new Uint8Array(Buffer.from(content as string))]),
    );
    expect(files).toEqual(expected);
  });

  test("breaks off within a second for who is removed from the workspace", async () => {
    const own = await testWorkspace();
    const project = (await own.owner.post("/api/projects", { name: "P" }).expect(201, Project)).body.id;
    const files = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`${i}.bin`, noise(4)]));
    const { body } = await send(await open(project, "tar", {}, own.owner), await tar(files), own.owner).expect(200, Import);
    const { gatewayUrl } = testStack();
    const response = await fetch(new URL(`/api/changesets/${body.changesetId}/export`, gatewayUrl), { headers: own.member.headers });
    const reader = response.body?.getReader();
    await reader?.read();
    await own.owner.delete(`/api/members/${own.member.userId}`, { "If-Match": "*" }).expect(204);
    // A slow reader: no faster than the check on whether they still may.
    const readOn = async () => {
      while (!(await reader?.read())?.done) await Bun.sleep(20);
    };
    await expect(readOn()).rejects.toThrow();
  }, 20_000);

  test("of the large Unity sample is the folder that was imported", async () => {
    const folder = join(import.meta.dir, "../../../../../shared/data/unity-sample");
    if (!existsSync(folder)) return console.log("the shared Unity sample is not here, so its round trip was not tried");
    const projectId = await newProject();
    const paths = [...new Bun.Glob("**/*").scanSync({ cwd: folder, dot: true, onlyFiles: true })];
    const files = Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await Bun.file(join(folder, path)).bytes()])));
    const { changesetId } = await importTar(projectId, files);
    const response = await fetch(new URL(`/api/changesets/${changesetId}/export`, testStack().gatewayUrl), {
      headers: space.viewer.headers,
    });
    const reader = new ZipReader(new BlobReader(await response.blob()), { useWebWorkers: false });
    let same = 0;
    for await (const entry of reader.getEntriesGenerator()) {
      if (entry.directory) continue;
      expect(Buffer.from(await entry.arrayBuffer()).equals(files[entry.filename] as Uint8Array)).toBe(true);
      same++;
    }
    expect(same).toBe(paths.length);
  }, 30_000);
});
