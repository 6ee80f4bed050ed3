import { expect, test } from "bun:test";
import { Changeset, type File, FileDiff, page, RevertPreview, Version } from "@slate/schema/api";
import { change, createFile, listAll, listFiles, readText, type TestProject, testProject, treeOf, writeFile } from "../testing/index.ts";

const create = (path: string, content = path) => ({ op: "create", path, content });
const batch = ({ member, projectId }: TestProject, changes: object[]) => member.post("/api/changesets", { projectId, changes });

async function withFiles(...paths: string[]) {
  const project = await testProject();
  await change(
    project.member,
    project.projectId,
    paths.map((path) => create(path)),
  );
  const files = new Map((await listFiles(project.member, project.projectId)).map((file) => [file.path, file]));
  const file = (path: string): File => {
    const found = files.get(path);
    if (!found) throw new Error(`${path} is there`);
    return found;
  };
  return { ...project, file };
}
/** Everything a refused batch must leave alone. */
async function stateOf({ member, projectId }: TestProject) {
  const changesets = await listAll<Changeset>(member, `/api/changesets?projectId=${projectId}`, Changeset);
  return { files: await listFiles(member, projectId), changesets: changesets.map((changeset) => changeset.id) };
}

test("a batch with one step that cannot be done does nothing at all", async () => {
  const project = await withFiles("a.txt", "b.txt", "dir/c.txt");
  const { file } = project;
  const before = await stateOf(project);
  const good = [create("new.txt"), { op: "edit", fileId: file("a.txt").id, content: "2" }, { op: "delete", fileId: file("b.txt").id }];
  const bad: [object, number, string][] = [
    [create("DIR/C.txt"), 409, "file.path_taken"],
    [{ op: "move", fileId: file("dir/c.txt").id, to: "a.txt" }, 409, "file.path_taken"],
    [{ op: "edit", fileId: Bun.randomUUIDv7(), content: "x" }, 404, "file.not_found"],
    [{ op: "edit", fileId: file("b.txt").id, content: "x" }, 404, "file.not_found"],
    [{ op: "edit", fileId: file("dir/c.txt").id, content: "x", ifVersion: 2 }, 409, "changeset.conflict"],
    [{ op: "move", fileId: file("dir/c.txt").id, to: "d.txt", ifVersion: 7 }, 409, "changeset.conflict"],
    [{ op: "restore", fileId: file("a.txt").id }, 409, "file.not_deleted"],
    [{ op: "move-folder", from: "nowhere", to: "x" }, 404, "file.not_found"],
    [{ op: "move-folder", from: "dir", to: "dir/sub" }, 422, "changeset.invalid"],
    [{ op: "delete-folder", path: "a.txt" }, 404, "file.not_found"],
  ];
  for (const [step, status, code] of bad) await batch(project, [...good, step]).expectError(status, code);
  expect(await stateOf(project)).toEqual(before);
});

test("steps see what the steps before them did", async () => {
  const project = await withFiles("a.txt", "dir/one.txt", "dir/two.txt");
  const { member, projectId, file } = project;
  const changeset = await change(member, projectId, [
    { op: "move-folder", from: "dir", to: "moved" },
    create("dir/fresh.txt"),
    { op: "delete", fileId: file("dir/one.txt").id },
    create("moved/one.txt", "taken over"),
    { op: "edit", fileId: file("a.txt").id, content: "edited" },
    { op: "copy", fileId: file("a.txt").id, to: "copy.txt" },
    { op: "move-folder", from: "moved", to: "again" },
    { op: "delete-folder", path: "dir" },
  ]);
  expect(Object.keys(await treeOf(member, projectId))).toEqual(["a.txt", "again/one.txt", "again/two.txt", "copy.txt"]);
  const contents = await Promise.all((await listFiles(member, projectId)).map((one) => readText(member, one.id)));
  expect(contents).toEqual(["edited", "taken over", "dir/two.txt", "edited"]);
  expect(changeset.counts).toEqual({ create: 2, edit: 1, move: 1, delete: 1, restore: 0 });
});

test("files trade places in one batch, in a ring, and by case alone", async () => {
  const project = await withFiles("a.txt", "b.txt", "c.txt", "Case.txt");
  const { member, projectId, file } = project;
  await change(member, projectId, [
    { op: "move", fileId: file("a.txt").id, to: "b.txt" },
    { op: "move", fileId: file("b.txt").id, to: "c.txt" },
    { op: "move", fileId: file("c.txt").id, to: "a.txt" },
    { op: "move", fileId: file("Case.txt").id, to: "CASE.TXT" },
  ]);
  const files = await listFiles(member, projectId);
  const contents = await Promise.all(files.map(async (one) => [one.path, await readText(member, one.id)]));
  expect(Object.fromEntries(contents)).toEqual({ "a.txt": "c.txt", "b.txt": "a.txt", "c.txt": "b.txt", "CASE.TXT": "Case.txt" });
});

test("a deleted file's path may be given away in the same batch", async () => {
  const project = await withFiles("a.txt", "b.txt");
  const { member, projectId, file } = project;
  await change(member, projectId, [
    { op: "delete", fileId: file("a.txt").id },
    { op: "move", fileId: file("b.txt").id, to: "A.txt" },
    create("b.txt", "new"),
  ]);
  expect(Object.keys(await treeOf(member, projectId))).toEqual(["A.txt", "b.txt"]);
});

test("a batch that changes nothing is no changeset", async () => {
  const project = await withFiles("a.txt");
  const { file } = project;
  const before = await stateOf(project);
  const steps = [
    [{ op: "edit", fileId: file("a.txt").id, content: "a.txt" }],
    [
      { op: "move", fileId: file("a.txt").id, to: "b.txt" },
      { op: "move", fileId: file("a.txt").id, to: "a.txt" },
    ],
    [
      { op: "delete", fileId: file("a.txt").id },
      { op: "restore", fileId: file("a.txt").id },
    ],
  ];
  for (const changes of steps) await batch(project, changes).expectError(422, "changeset.empty");
  expect(await stateOf(project)).toEqual(before);
});

test("batches that touch the same files in any order all end, and each wholly", async () => {
  const paths = ["a.txt", "b.txt", "c.txt", "d.txt"];
  const project = await withFiles(...paths);
  const { member, projectId, file } = project;
  const ids = paths.map((path) => file(path).id);
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) => {
      const order = i % 2 ? ids : ids.toReversed();
      return batch(
        project,
        order.map((fileId) => ({ op: "edit", fileId, content: `writer ${i}` })),
      );
    }),
  );
  expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(201));
  const files = await listFiles(member, projectId);
  expect(new Set(files.map((one) => one.sha256)).size).toBe(1);
  expect(files.map((one) => one.version)).toEqual([13, 13, 13, 13]);
});

test("a changeset tells who, why and what, as a list and as diffs", async () => {
  const project = await withFiles("keep.txt", "gone.txt", "moved.txt");
  const { member, viewer, projectId, file } = project;
  await writeFile(member, file("keep.txt").id, 1, "one\ntwo\nthree\n").expect(200);
  const steps = [
    { op: "edit", fileId: file("keep.txt").id, content: "one\n2\nthree" },
    { op: "delete", fileId: file("gone.txt").id },
    { op: "move", fileId: file("moved.txt").id, to: "there.txt" },
    create("fresh.txt", "new\n"),
    { op: "create", path: "image.png", content: Buffer.from([1, 0, 2]).toString("base64"), encoding: "base64" },
  ];
  const changeset = await change(member, projectId, steps, "Tidy up");
  expect(changeset).toMatchObject({ kind: "edit", message: "Tidy up", reverts: null, author: { kind: "person", id: member.userId } });
  expect((await viewer.get(`/api/changesets/${changeset.id}`).expect(200, Changeset)).body).toEqual(changeset);

  const changes = await listAll<Version>(viewer, `/api/changesets/${changeset.id}/changes?`, Version, 2);
  expect(Object.fromEntries(changes.map((one) => [one.path, [one.operation, one.version, one.previousPath]]))).toEqual({
    "keep.txt": ["edit", 3, null],
    "gone.txt": ["delete", 2, null],
    "there.txt": ["move", 2, "moved.txt"],
    "fresh.txt": ["create", 1, null],
    "image.png": ["create", 1, null],
  });
  const diffs = new Map(
    (await listAll<FileDiff>(viewer, `/api/changesets/${changeset.id}/diff?`, FileDiff, 2)).map((diff) => [diff.path, diff]),
  );
  expect(diffs.get("keep.txt")?.hunks).toEqual([
    {
      oldStart: 1,
      oldLines: 3,
      newStart: 1,
      newLines: 3,
      lines: [" one", "-two", "-three", "+2", "+three", "\\ No newline at end of file"],
    },
  ]);
  expect(diffs.get("fresh.txt")).toMatchObject({ oldVersion: null, hunks: [{ lines: ["+new"] }] });
  expect(diffs.get("gone.txt")).toMatchObject({ newVersion: null, hunks: [{ lines: ["-gone.txt", "\\ No newline at end of file"] }] });
  expect(diffs.get("there.txt")).toMatchObject({ previousPath: "moved.txt", hunks: [] });
  expect(diffs.get("image.png")).toMatchObject({ binary: true, hunks: [] });
  expect(diffs.size).toBe(5);
});

test("however hard its files are to compare, a changeset's diff holds nobody up for long", async () => {
  const { member, projectId } = await testProject();
  const digits = (seed: number) => {
    let state = seed + 1;
    return Array.from({ length: 10_000 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (state >> 16) % 7;
    }).join("\n");
  };
  const paths = Array.from({ length: 12 }, (_, i) => `${i}.txt`);
  await change(
    member,
    projectId,
    paths.map((path, i) => create(path, digits(i))),
  );
  const files = await listFiles(member, projectId);
  const { id } = await change(
    member,
    projectId,
    files.map((file, i) => ({ op: "edit", fileId: file.id, content: digits(1000 + i) })),
  );
  const startedAtMs = performance.now();
  const diffs = await listAll<FileDiff>(member, `/api/changesets/${id}/diff?`, FileDiff);
  expect(performance.now() - startedAtMs).toBeLessThan(3000);
  expect(diffs).toHaveLength(12);
  expect(diffs.at(-1)).toMatchObject({ tooLarge: true, hunks: [] });
});

test("any two versions are compared, in either direction of time; content too large to compare says so", async () => {
  const { member, viewer, projectId } = await testProject();
  const { id } = await createFile(member, projectId, "a.txt", "1\n");
  await writeFile(member, id, 1, "1\n2\n").expect(200);
  await writeFile(member, id, 2, "1\n2\n3\n").expect(200);
  const lines = async (query: string) =>
    (await viewer.get(`/api/files/${id}/diff?${query}`).expect(200, FileDiff)).body.hunks.flatMap((hunk) => hunk.lines);
  expect(await lines("from=1")).toEqual([" 1", "+2", "+3"]);
  expect(await lines("from=0&to=1")).toEqual(["+1"]);
  expect(await lines("from=3&to=1")).toEqual([" 1", "-2", "-3"]);
  expect(await lines("from=2&to=2")).toEqual([]);
  await viewer.get(`/api/files/${id}/diff?from=1&to=9`).expectError(404, "file.version_not_found");
  await viewer.get(`/api/files/${id}/diff?from=9`).expectError(404, "file.version_not_found");

  await writeFile(member, id, 3, "long line\n".repeat(60_000)).expect(200);
  const { body } = await viewer.get(`/api/files/${id}/diff?from=3`).expect(200, FileDiff);
  expect(body).toMatchObject({ binary: false, tooLarge: true, hunks: [] });
});

test("a revert that meets later changes lists each and writes nothing", async () => {
  const project = await withFiles("untouched.txt", "edited.txt", "moved.txt", "deleted.txt", "taken.txt");
  const { member, projectId, file } = project;
  const changeset = await change(member, projectId, [
    ...["untouched.txt", "edited.txt", "moved.txt", "deleted.txt"].map((path) => ({
      op: "edit",
      fileId: file(path).id,
      content: "second",
    })),
    { op: "delete", fileId: file("taken.txt").id },
  ]);
  await change(member, projectId, [
    { op: "edit", fileId: file("edited.txt").id, content: "third" },
    { op: "move", fileId: file("moved.txt").id, to: "elsewhere.txt" },
    { op: "delete", fileId: file("deleted.txt").id },
    create("TAKEN.txt"),
  ]);
  const before = await stateOf(project);
  const expected = [
    ["deleted.txt", "changed_since"],
    ["edited.txt", "changed_since"],
    ["elsewhere.txt", "changed_since"],
    ["TAKEN.txt", "path_taken"],
  ].sort();
  const named = (conflicts: { path: string; reason: string }[]) => conflicts.map(({ path, reason }) => [path, reason]).sort();

  const { body: preview } = await member.get(`/api/changesets/${changeset.id}/revert`).expect(200, RevertPreview);
  expect(named(preview.conflicts)).toEqual(expected);
  const { body } = await member.post(`/api/changesets/${changeset.id}/revert`, {}).expectError(409, "changeset.conflict");
  expect(named((body.error.details as { conflicts: { path: string; reason: string }[] }).conflicts)).toEqual(expected);
  expect(await stateOf(project)).toEqual(before);
});

test("a revert says what it will do, does just that, is a changeset itself, and can be reverted", async () => {
  const project = await withFiles("a.txt", "b.txt");
  const { member, viewer, projectId, file } = project;
  const before = await treeOf(member, projectId);
  const changeset = await change(member, projectId, [
    { op: "edit", fileId: file("a.txt").id, content: "changed" },
    { op: "move", fileId: file("b.txt").id, to: "c.txt" },
    create("d.txt"),
  ]);
  const after = await treeOf(member, projectId);
  const { body: preview } = await viewer.get(`/api/changesets/${changeset.id}/revert`).expect(200, RevertPreview);
  expect(preview.conflicts).toEqual([]);
  expect(preview.changes.items.map((diff) => [diff.path, diff.operation]).sort()).toEqual([
    ["a.txt", "edit"],
    ["b.txt", "move"],
    ["d.txt", "delete"],
  ]);
  expect(await treeOf(member, projectId)).toEqual(after);

  const { body: undone } = await member.post(`/api/changesets/${changeset.id}/revert`, { message: "Oops" }).expect(201, Changeset);
  expect(undone).toMatchObject({ kind: "revert", reverts: changeset.id, message: "Oops", counts: { edit: 1, move: 1, delete: 1 } });
  expect(await treeOf(member, projectId)).toEqual(before);
  await member.post(`/api/changesets/${changeset.id}/revert`, {}).expectError(422, "changeset.empty");
  await member.post(`/api/changesets/${undone.id}/revert`, {}).expect(201, Changeset);
  expect(await treeOf(member, projectId)).toEqual(after);
});

test("changesets are listed newest first, page by page", async () => {
  const { member, viewer, projectId } = await testProject();
  const made: string[] = [];
  for (let i = 0; i < 5; i++) made.push((await change(member, projectId, [create(`${i}.txt`)], `Change ${i}`)).id);
  const listed = await listAll<Changeset>(viewer, `/api/changesets?projectId=${projectId}`, Changeset, 2);
  expect(listed.map((changeset) => changeset.id)).toEqual(made.toReversed());
  expect(listed.map((changeset) => changeset.message)).toEqual([4, 3, 2, 1, 0].map((i) => `Change ${i}`));
});

test("a thousand steps are one changeset; more are refused", async () => {
  const { member, projectId } = await testProject();
  const steps = Array.from({ length: 1000 }, (_, i) => create(`Folder${i % 10}/file${i}.txt`, String(i)));
  const changeset = await change(member, projectId, steps);
  expect(changeset.counts.create).toBe(1000);
  await batch({ member, projectId } as TestProject, [...steps, create("one-more.txt")]).expectError(400, "request.invalid");
  const { body } = await member.get(`/api/changesets/${changeset.id}/changes?limit=100`).expect(200, page(Version));
  expect(body.items).toHaveLength(100);
  await member.post(`/api/changesets/${changeset.id}/revert`, {}).expect(201, Changeset);
  expect(await listFiles(member, projectId)).toEqual([]);
}, 20_000);
