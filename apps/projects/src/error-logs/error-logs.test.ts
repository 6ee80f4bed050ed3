import { expect, test } from "bun:test";
import { ErrorGroup, ErrorLog } from "@slate/schema/api";
import { type Client, listAll, testProject } from "../testing/index.ts";

const report = async (client: Client, projectId: string, errorMessage: string, more: object = {}) =>
  (await client.post("/api/errors", { projectId, errorType: "Error", errorMessage, ...more }).expect(201, ErrorLog)).body;

test("a reported error is kept as it came and found again", async () => {
  const { member, viewer, projectId } = await testProject();
  const context = { scene: "Harbour", nested: { list: [1, "zwei", null] } };
  const error = await report(member, projectId, "Größe 7", { errorStack: "at A.B () in Assets/a.cs:1", severity: "fatal", context });
  expect(error).toMatchObject({ projectId, userId: member.userId, errorMessage: "Größe 7", severity: "fatal", context });
  expect((await viewer.get(`/api/errors/${error.id}`).expect(200, ErrorLog)).body).toEqual(error);
});

test("errors are listed newest first, by severity and by fingerprint, page by page", async () => {
  const { member, projectId } = await testProject();
  for (let i = 0; i < 6; i++)
    await report(member, projectId, i % 2 ? `Slow frame ${i}` : `No save slot ${i}`, { severity: i % 2 ? "warning" : "error" });
  const base = `/api/errors?projectId=${projectId}`;
  const all = await listAll<ErrorLog>(member, base, ErrorLog, 4);
  expect(all.map((error) => error.errorMessage)).toEqual([5, 4, 3, 2, 1, 0].map((i) => (i % 2 ? `Slow frame ${i}` : `No save slot ${i}`)));
  const warnings = await listAll<ErrorLog>(member, `${base}&severity=warning`, ErrorLog);
  expect(warnings.map((error) => error.errorMessage)).toEqual(["Slow frame 5", "Slow frame 3", "Slow frame 1"]);
  expect(await listAll<ErrorLog>(member, `${base}&fingerprint=${warnings[0]?.fingerprint}`, ErrorLog)).toEqual(warnings);
  expect(await listAll<ErrorLog>(member, `${base}&fingerprint=none`, ErrorLog)).toEqual([]);
  await member.get(`${base}&severity=loud`).expectError(400, "request.invalid");
});

test("errors of one problem are one group, last seen first, with its newest words", async () => {
  const { member, viewer, projectId } = await testProject();
  await report(member, projectId, "Disk 1 is full");
  for (let i = 0; i < 3; i++) await report(member, projectId, `Lost peer ${i}`, { severity: "warning" });
  const newest = await report(member, projectId, "Disk 99 is full", { severity: "fatal" });
  const groups = await listAll<ErrorGroup>(viewer, `/api/errors/groups?projectId=${projectId}`, ErrorGroup, 1);
  expect(groups).toMatchObject([
    { errorMessage: "Disk 99 is full", severity: "fatal", count: 2, fingerprint: newest.fingerprint, lastSeenAt: newest.createdAt },
    { errorMessage: "Lost peer 2", severity: "warning", count: 3 },
  ]);
  expect(groups.every((group) => group.firstSeenAt < group.lastSeenAt)).toBeTrue();
  const fatal = await listAll<ErrorGroup>(viewer, `/api/errors/groups?projectId=${projectId}&severity=fatal`, ErrorGroup);
  expect(fatal).toMatchObject([{ count: 1, errorMessage: "Disk 99 is full" }]);
});

test("viewers report no errors, and an error needs a project", async () => {
  const { member, viewer, projectId } = await testProject();
  const error = { projectId, errorType: "E", errorMessage: "m" };
  await viewer.post("/api/errors", error).expectError(403, "auth.forbidden");
  await member.post("/api/errors", { ...error, projectId: Bun.randomUUIDv7() }).expectError(404, "project.not_found");
  await member.post("/api/errors", { ...error, errorMessage: "" }).expectError(400, "request.invalid");
  await member.post("/api/errors", { ...error, fingerprint: "mine" }).expectError(400, "request.invalid");
});
