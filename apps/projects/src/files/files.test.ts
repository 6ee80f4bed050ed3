import { expect, test } from "bun:test";
import { File, page, TreeEntry, Version } from "@slate/schema/api";
import {
  change,
  createFile,
  createProject,
  listAll,
  listFiles,
  putFile,
  readText,
  testProject,
  treeOf,
  writeFile,
} from "../testing/index.ts";

test("a file is written, read, moved, copied, deleted and restored, and remembers all of it", async () => {
  const { member, viewer, projectId } = await testProject();
  const file = await createFile(member, projectId, "Assets/Scripts/Player.cs", "class Player {}");
  expect(file).toMatchObject({ path: "Assets/Scripts/Player.cs", type: "text/x-csharp", size: 15, binary: false, version: 1, lock: null });
  const written = await writeFile(member, file.id, 1, "class Player { }").expect(200, File);
  expect(written.headers.get("etag")).toBe('"2"');
  expect(written.headers.get("slate-changeset")).toBeString();
  await member.patch(`/api/files/${file.id}`, { path: "Assets/Hero.md", message: "rename" }, { "If-Match": '"2"' }).expect(200, File);
  const { body: copy } = await member.post(`/api/files/${file.id}/copy`, { path: "Assets/Copy.cs" }).expect(201, File);
  await member.delete(`/api/files/${file.id}`, undefined, { "If-Match": '"3"' }).expect(200, File);
  await member.get(`/api/files/${file.id}/content`).expectError(404, "file.not_found");
  expect((await listAll<File>(viewer, `/api/files?projectId=${projectId}&deleted=true`, File)).map((one) => one.id)).toEqual([file.id]);
  const { body: restored } = await member.post(`/api/files/${file.id}/restore`).expect(200, File);
  expect(restored).toMatchObject({ path: "Assets/Hero.md", type: "text/markdown", version: 5, deletedAt: null });
  await member.post(`/api/files/${file.id}/restore`).expectError(409, "file.not_deleted");
  expect([await readText(viewer, file.id), await readText(viewer, copy.id)]).toEqual(["class Player { }", "class Player { }"]);

  const { body: history } = await viewer.get(`/api/files/${file.id}/versions`).expect(200, page(Version));
  expect(history.items.map(({ version, operation, path, message }) => [version, operation, path, message])).toEqual([
    [5, "restore", "Assets/Hero.md", ""],
    [4, "delete", "Assets/Hero.md", ""],
    [3, "move", "Assets/Hero.md", "rename"],
    [2, "edit", "Assets/Scripts/Player.cs", ""],
    [1, "create", "Assets/Scripts/Player.cs", ""],
  ]);
  expect(history.items.every((version) => version.author.id === member.userId)).toBeTrue();
  expect((await viewer.get(`/api/files/${file.id}/versions/1/content`).expect(200)).body).toBe("class Player {}");
  await viewer.get(`/api/files/${file.id}/versions/9/content`).expectError(404, "file.version_not_found");
});

test("every write by id asks for the version it is based on: 428 without, 412 for another, 400 for nonsense", async () => {
  const { member, projectId } = await testProject();
  const { id } = await createFile(member, projectId, "a.txt", "1");
  await writeFile(member, id, 1, "2").expect(200);
  const raw = { "Content-Type": "application/octet-stream" };
  const writes = [
    (ifMatch: Record<string, string>) => member.put(`/api/files/${id}/content`, "3", { ...raw, ...ifMatch }),
    (ifMatch: Record<string, string>) => member.put(`/api/files/by-path?projectId=${projectId}&path=a.txt`, "3", { ...raw, ...ifMatch }),
    (ifMatch: Record<string, string>) => member.patch(`/api/files/${id}`, { path: "b.txt" }, ifMatch),
    (ifMatch: Record<string, string>) => member.delete(`/api/files/${id}`, undefined, ifMatch),
  ];
  for (const write of writes) {
    await write({}).expectError(428, "request.if_match_required");
    for (const stale of ['"1"', '"3"', '"0"', '"abc"', '""', 'W/"2"', '"99999999999999999999"'])
      await write({ "If-Match": stale }).expectError(412, "request.stale");
    for (const malformed of ["2", '"2', '2"', '"1", "2"', "**", '"a"b"'])
      await write({ "If-Match": malformed }).expectError(400, "request.invalid");
  }
  expect(await readText(member, id)).toBe("2");
  for (const write of writes) await write({ "If-Match": "*" }).expect(200);
});

test("If-None-Match: * creates and never replaces", async () => {
  const { member, projectId } = await testProject();
  const path = `/api/files/by-path?projectId=${projectId}&path=a.txt`;
  const create = { "Content-Type": "application/octet-stream", "If-None-Match": "*" };
  await member.put(path, "first", create).expect(201, File);
  await member.put(path, "second", create).expectError(412, "file.exists");
  await member.put(path.replace("a.txt", "A.TXT"), "second", create).expectError(412, "file.exists");
  await member
    .put(path.replace("a.txt", "b.txt"), "x", { ...create, "If-None-Match": "", "If-Match": "*" })
    .expectError(412, "request.stale");
  expect((await listFiles(member, projectId)).map((file) => [file.path, file.version])).toEqual([["a.txt", 1]]);

  const raced = await Promise.all(
    Array.from({ length: 16 }, (_, i) => member.put(path.replace("a.txt", "raced.txt"), `writer ${i}`, create)),
  );
  expect(raced.filter((answer) => answer.status === 201)).toHaveLength(1);
  expect(new Set(raced.map((answer) => answer.status))).toEqual(
    new Set([201, 409, 412]).intersection(new Set(raced.map((answer) => answer.status))),
  );
});

test("of writers who saw the same version exactly one wins each round: 64 writers end exactly", async () => {
  const { member, admin, owner, projectId } = await testProject();
  const { id } = await createFile(member, projectId, "counter.txt", "0");
  const writers = 64;
  const increments = 1;
  let tries = 0;
  const increment = async (writer: number) => {
    const client = [member, admin, owner][writer % 3] ?? member;
    for (let left = increments; left > 0; ) {
      const answer = await client.get(`/api/files/${id}/content`).expect(200);
      tries++;
      const next = String(Number(answer.body) + 1);
      const { status } = await client.put(`/api/files/${id}/content`, next, {
        "Content-Type": "application/octet-stream",
        "If-Match": answer.headers.get("etag") ?? "",
      });
      expect([200, 412]).toContain(status);
      if (status === 200) left--;
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, i) => increment(i)));
  expect(await readText(member, id)).toBe(String(writers * increments));
  const { body } = await member.get(`/api/files/${id}`).expect(200, File);
  expect(body.version).toBe(1 + writers * increments);
  expect(tries).toBeGreaterThanOrEqual(writers * increments);
}, 120_000);

test("who writes and reads at once never reads what was before", async () => {
  const { member, viewer, projectId } = await testProject();
  const { id } = await createFile(member, projectId, "a.txt", "0");
  for (let round = 1; round <= 200; round++) {
    await writeFile(member, id, round, `${round}`).expect(200);
    const [own, others, list] = await Promise.all([
      member.get(`/api/files/${id}/content`).expect(200),
      viewer.get(`/api/files/${id}`).expect(200, File),
      member.get(`/api/files?projectId=${projectId}`).expect(200, page(File)),
    ]);
    expect([own.body, own.headers.get("etag"), others.body.version, list.body.items[0]?.version]).toEqual([
      `${round}`,
      `"${round + 1}"`,
      round + 1,
      round + 1,
    ]);
  }
}, 60_000);

test("writing what is there already changes nothing and makes no changeset", async () => {
  const { member, projectId } = await testProject();
  const { id } = await createFile(member, projectId, "a.txt", "same");
  const { body, headers } = await writeFile(member, id, 1, "same").expect(200, File);
  expect([body.version, headers.get("slate-changeset")]).toEqual([1, null]);
});

test("paths are unique without regard to case and Unicode form, within a project", async () => {
  const { member, projectId } = await testProject();
  const first = await createFile(member, projectId, "Assets/Straße/Café.cs");
  for (const path of ["assets/straße/café.cs", "ASSETS/STRASSE/CAFÉ.CS", "Assets/Straße/Cafe\u0301.cs"])
    await member.post("/api/files", { projectId, path }).expectError(409, "file.path_taken");
  const other = await createFile(member, projectId, "b.cs");
  await member.patch(`/api/files/${other.id}`, { path: first.path.toUpperCase() }, { "If-Match": "*" }).expectError(409, "file.path_taken");
  await member.patch(`/api/files/${first.id}`, { path: "assets/STRASSE/café.cs" }, { "If-Match": "*" }).expect(200, File);
  expect(Object.keys(await treeOf(member, projectId)).sort()).toEqual(["assets/STRASSE/café.cs", "b.cs"]);
  await createFile(member, await createProject(member), "b.cs");
});

test("a path freed by a deletion may be taken, and the deleted file then has to wait", async () => {
  const { member, projectId } = await testProject();
  const first = await createFile(member, projectId, "a.txt", "first");
  await member.delete(`/api/files/${first.id}`, undefined, { "If-Match": "*" }).expect(200);
  const second = await createFile(member, projectId, "A.txt", "second");
  await member.post(`/api/files/${first.id}/restore`).expectError(409, "file.path_taken");
  await member.patch(`/api/files/${second.id}`, { path: "b.txt" }, { "If-Match": "*" }).expect(200);
  await member.post(`/api/files/${first.id}/restore`).expect(200);
  expect(Object.keys(await treeOf(member, projectId))).toEqual(["a.txt", "b.txt"]);
});

test("the tree shows one folder at a time, folders first, page by page", async () => {
  const { member, viewer, projectId } = await testProject();
  const paths = ["Assets/a.cs", "Assets/B.cs", "Assets/Sub/c.cs", "Assets/Sub/Deep/d.cs", "Assets0/x.cs", "README.md", "Assets.md"];
  await change(
    member,
    projectId,
    paths.map((path) => ({ op: "create", path })),
  );
  const tree = async (folder: string | null) =>
    (await listAll<TreeEntry>(viewer, `/api/projects/${projectId}/tree?${folder ? `folder=${folder}` : ""}`, TreeEntry, 2)).map((entry) =>
      entry.kind === "folder" ? `${entry.path}/ ${entry.fileCount}` : entry.path,
    );
  expect(await tree(null)).toEqual(["Assets/ 4", "Assets0/ 1", "Assets.md", "README.md"]);
  expect(await tree("Assets")).toEqual(["Assets/Sub/ 2", "Assets/a.cs", "Assets/B.cs"]);
  expect(await tree("Assets/Sub/Deep")).toEqual(["Assets/Sub/Deep/d.cs"]);
  expect(await tree("Nowhere")).toEqual([]);
});

test("the flat list is complete, in byte order, filtered by prefix, whatever the length of its paths", async () => {
  const { member, projectId } = await testProject();
  const segment = "ä".repeat(120);
  const long = Array.from({ length: 6 }, (_, i) => `${segment}/${segment}/${segment}/${segment}/${i}.txt`);
  const paths = ["Z.txt", "a.txt", "a/b.txt", "a-b.txt", ...long];
  await change(
    member,
    projectId,
    paths.map((path) => ({ op: "create", path })),
  );
  const inBytes = (some: string[]) => some.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  const base = `/api/files?projectId=${projectId}`;
  expect((await listAll<File>(member, base, File, 2)).map((file) => file.path)).toEqual(inBytes(paths));
  expect((await listAll<File>(member, `${base}&prefix=a`, File, 2)).map((file) => file.path)).toEqual(["a-b.txt", "a.txt", "a/b.txt"]);
  expect((await listAll<File>(member, `${base}&prefix=${encodeURIComponent("ä")}`, File, 2)).map((file) => file.path)).toEqual(long);
});

test("a repeated create with the same Idempotency-Key makes one file", async () => {
  const { member, projectId } = await testProject();
  const key = { "Idempotency-Key": crypto.randomUUID() };
  const create = (content: string) => member.post("/api/files", { projectId, path: "a.txt", content }, key);
  const first = await create("1").expect(201, File);
  expect((await create("1").expect(201, File)).body).toEqual(first.body);
  await create("2").expectError(422, "request.idempotency_key_reused");
  expect(await listFiles(member, projectId)).toHaveLength(1);
});

test("files of the same content in one project share it; the same content elsewhere is another project's", async () => {
  const { member, projectId } = await testProject();
  const other = await createProject(member);
  const bytes = crypto.getRandomValues(new Uint8Array(50_000));
  const files = await Promise.all([
    putFile(member, projectId, "a.bin", bytes),
    putFile(member, projectId, "b.bin", bytes),
    putFile(member, other, "a.bin", bytes),
  ]);
  expect(new Set(files.map((file) => file.sha256)).size).toBe(1);
  expect(files.every((file) => file.binary)).toBeTrue();
});
