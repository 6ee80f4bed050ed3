import { expect, test } from "bun:test";
import { AuditEntry, Changeset, File, Lock, page } from "@slate/schema/api";
import { type Client, change, createFile, createProject, listAll, type TestProject, testProject, writeFile } from "../testing/index.ts";

const locksOf = ({ viewer, projectId }: TestProject) => listAll<Lock>(viewer, `/api/locks?projectId=${projectId}`, Lock);

test("a lock is its owner's: taking it again answers the same one, others are told who has it", async () => {
  const project = await testProject();
  const { member, admin, projectId } = project;
  const { id: fileId } = await createFile(member, projectId, "Assets/A.unity");
  const { body: lock } = await member.post("/api/locks", { fileId, note: "lighting" }).expect(201, Lock);
  expect(lock).toMatchObject({ fileId, path: "Assets/A.unity", note: "lighting", owner: { kind: "person", id: member.userId } });
  expect((await member.post("/api/locks", { fileId, note: "again" }).expect(201, Lock)).body).toEqual(lock);

  const { body } = await admin.post("/api/locks", { fileId }).expectError(423, "file.locked");
  expect(body.error.details).toEqual({ path: "Assets/A.unity", ownerId: member.userId, ownerName: member.name });
  expect(await locksOf(project)).toEqual([lock]);
  expect((await project.viewer.get(`/api/files/${fileId}`).expect(200, File)).body.lock).toEqual(lock);
});

test("only the owner of its lock writes a file, by whatever way", async () => {
  const project = await testProject();
  const { member, admin, projectId } = project;
  const first = await change(admin, projectId, [{ op: "create", path: "dir/a.txt", content: "1" }]);
  const [file] = await listAll<File>(admin, `/api/files?projectId=${projectId}`, File);
  if (!file) throw new Error("the file is there");
  const { id } = file;
  await member.post("/api/locks", { fileId: id }).expect(201);
  const anyVersion = { "If-Match": "*" };
  const locked = [
    writeFile(admin, id, "*", "2"),
    admin.patch(`/api/files/${id}`, { path: "b.txt" }, anyVersion),
    admin.delete(`/api/files/${id}`, undefined, anyVersion),
    admin.put(`/api/files/by-path?projectId=${projectId}&path=dir/a.txt`, "2", { "Content-Type": "text/x", ...anyVersion }),
    ...[
      { op: "edit", fileId: id, content: "2" },
      { op: "move", fileId: id, to: "b.txt" },
      { op: "delete", fileId: id },
      { op: "move-folder", from: "dir", to: "other" },
      { op: "delete-folder", path: "dir" },
    ].map((step) => admin.post("/api/changesets", { projectId, changes: [step] })),
  ];
  for (const refused of locked) await refused.expectError(423, "file.locked");
  const { body } = await admin.post(`/api/changesets/${first.id}/revert`, {}).expectError(409, "changeset.conflict");
  expect(body.error.details).toMatchObject({ conflicts: [{ fileId: id, reason: "locked" }] });
  expect((await admin.get(`/api/files/${id}`).expect(200, File)).body.version).toBe(1);

  await writeFile(member, id, 1, "2").expect(200);
  await admin.post(`/api/files/${id}/copy`, { path: "copy.txt" }).expect(201);
});

test("a lock follows its file when it moves, and goes when its owner deletes the file", async () => {
  const project = await testProject();
  const { member, admin, projectId } = project;
  const { id } = await createFile(member, projectId, "a.txt");
  await member.post("/api/locks", { fileId: id }).expect(201);
  await member.patch(`/api/files/${id}`, { path: "Assets/b.txt" }, { "If-Match": '"1"' }).expect(200);
  expect((await locksOf(project)).map((lock) => lock.path)).toEqual(["Assets/b.txt"]);

  await member.delete(`/api/files/${id}`, undefined, { "If-Match": '"2"' }).expect(200);
  expect(await locksOf(project)).toEqual([]);
  await member.post("/api/locks", { fileId: id }).expectError(404, "file.not_found");
  await admin.post(`/api/files/${id}/restore`).expect(200);
  await writeFile(admin, id, 4, "mine").expect(200);
});

test("only its owner releases a lock; administrators break it, and that is on record", async () => {
  const project = await testProject();
  const { member, admin, owner, viewer, projectId } = project;
  const { id } = await createFile(owner, projectId, "a.txt");
  await owner.post("/api/locks", { fileId: id }).expect(201);
  await member.delete(`/api/locks/${id}`).expectError(423, "file.locked");
  await member.delete(`/api/locks/${id}?break=true`).expectError(403, "auth.forbidden");
  await viewer.delete(`/api/locks/${id}?break=true`).expectError(403, "auth.forbidden");
  await admin.delete(`/api/locks/${id}`).expectError(423, "file.locked");
  expect(await locksOf(project)).toHaveLength(1);

  await admin.delete(`/api/locks/${id}?break=true`).expect(204);
  expect(await locksOf(project)).toEqual([]);
  await owner.delete(`/api/locks/${id}`).expectError(404, "lock.not_found");
  const { body } = await admin.get(`/api/audit`).expect(200, page(AuditEntry));
  expect(body.items.filter((entry) => entry.action === "lock.break")).toMatchObject([
    { target: id, actor: { id: admin.userId }, details: { path: "a.txt", ownerId: owner.userId } },
  ]);

  await member.post("/api/locks", { fileId: id }).expect(201);
  await member.delete(`/api/locks/${id}`).expect(204);
});

test("of many who reach for a lock at once exactly one gets it", async () => {
  const { member, admin, owner, projectId } = await testProject();
  const { id } = await createFile(member, projectId, "a.txt");
  const answers = await Promise.all(
    Array(8)
      .fill([member, admin, owner])
      .flat()
      .map((person: Client) => person.post("/api/locks", { fileId: id })),
  );
  const takers = new Set(answers.filter((answer) => answer.status === 201).map((answer) => Lock.parse(answer.body).owner.id));
  expect(takers.size).toBe(1);
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(8);
  expect(answers.filter((answer) => answer.status === 423)).toHaveLength(16);
});

test("no write by another lands after a lock was taken", async () => {
  const { member, admin, projectId } = await testProject();
  const { id } = await createFile(member, projectId, "a.txt", "0");
  for (let round = 1; round <= 8; round++) {
    const writes = Array.from({ length: 6 }, (_, i) => writeFile(admin, id, "*", `${round}.${i}`));
    await member.post("/api/locks", { fileId: id }).expect(201);
    const { version } = (await member.get(`/api/files/${id}`).expect(200, File)).body;
    await Promise.all(writes);
    expect((await member.get(`/api/files/${id}`).expect(200, File)).body.version).toBe(version);
    await member.delete(`/api/locks/${id}`).expect(204);
  }
});

test("locks are listed newest first, page by page; archived projects take none", async () => {
  const project = await testProject();
  const { member, admin, projectId } = project;
  const changeset = await change(
    member,
    projectId,
    Array.from({ length: 5 }, (_, i) => ({ op: "create", path: `${i}.txt` })),
  );
  expect(changeset).toEqual(Changeset.parse(changeset));
  const files = await listAll<File>(member, `/api/files?projectId=${projectId}`, File);
  for (const file of files) await member.post("/api/locks", { fileId: file.id }).expect(201);
  const listed = await listAll<Lock>(member, `/api/locks?projectId=${projectId}`, Lock, 2);
  expect(listed.map((lock) => lock.path)).toEqual(["4.txt", "3.txt", "2.txt", "1.txt", "0.txt"]);
  expect(await listAll(member, `/api/locks?projectId=${await createProject(member)}`, Lock)).toEqual([]);

  await admin.patch(`/api/projects/${projectId}`, { archived: true }, { "If-Match": "*" }).expect(200);
  await admin.post("/api/locks", { fileId: files[0]?.id }).expectError(409, "project.archived");
});
