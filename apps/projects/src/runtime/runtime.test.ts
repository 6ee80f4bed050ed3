import { expect, test } from "bun:test";
import { RuntimeLogs, RuntimeSession } from "@slate/schema/api";
import { type Client, listAll, testProject, testStack } from "../testing/index.ts";

const KEPT_LINES = Number(testStack().services.projects?.RUNTIME_LOG_LINES ?? 5000);
const at = "2026-01-31T09:30:00.000Z";
const line = (i: number) => ({ at, level: "info" as const, message: `line ${i}` });

const open = async (client: Client, projectId: string) =>
  (await client.post("/api/runtime/sessions", { projectId, metadata: { build: 7 } }).expect(201, RuntimeSession)).body;
const logsOf = async (client: Client, id: string) => (await client.get(`/api/runtime/sessions/${id}/logs`).expect(200, RuntimeLogs)).body;

test("a run is opened, written to, and closed once", async () => {
  const { member, viewer, projectId } = await testProject();
  const session = await open(member, projectId);
  expect(session).toMatchObject({
    projectId,
    userId: member.userId,
    status: "running",
    logCount: 0,
    metadata: { build: 7 },
    endedAt: null,
  });
  const lines = [line(1), { at, level: "error" as const, message: "Größe „42“ \n\tok" }];
  const { body: appended } = await member.post(`/api/runtime/sessions/${session.id}/logs`, { lines }).expect(200, RuntimeSession);
  expect(appended.logCount).toBe(2);
  expect(await logsOf(viewer, session.id)).toEqual({ lines, total: 2 });

  const { body: closed } = await member
    .post(`/api/runtime/sessions/${session.id}/close`, { status: "crashed" })
    .expect(200, RuntimeSession);
  expect(closed).toMatchObject({ status: "crashed", logCount: 2, endedAt: expect.any(String) });
  await member.post(`/api/runtime/sessions/${session.id}/logs`, { lines }).expectError(409, "runtime.ended");
  await member.post(`/api/runtime/sessions/${session.id}/close`, {}).expectError(409, "runtime.ended");
  expect((await viewer.get(`/api/runtime/sessions/${session.id}`).expect(200, RuntimeSession)).body).toEqual(closed);
  expect((await logsOf(viewer, session.id)).total).toBe(2);
});

test("lines from many writers are all counted and none is torn or lost", async () => {
  const { member, projectId } = await testProject();
  const { id } = await open(member, projectId);
  await Promise.all(
    Array.from({ length: 16 }, (_, writer) =>
      member
        .post(`/api/runtime/sessions/${id}/logs`, { lines: Array.from({ length: 10 }, (_, i) => line(writer * 10 + i)) })
        .expect(200, RuntimeSession),
    ),
  );
  const { lines, total } = await logsOf(member, id);
  expect(total).toBe(160);
  expect(new Set(lines.map(({ message }) => message)).size).toBe(160);
});

test("the newest lines are kept, and all are counted", async () => {
  const { member, projectId } = await testProject();
  const { id } = await open(member, projectId);
  const batches = KEPT_LINES / 500 + 1;
  for (let batch = 0; batch < batches; batch++) {
    const lines = Array.from({ length: 500 }, (_, i) => line(batch * 500 + i));
    await member.post(`/api/runtime/sessions/${id}/logs`, { lines }).expect(200);
  }
  const { lines, total } = await logsOf(member, id);
  expect(total).toBe(batches * 500);
  expect(lines).toHaveLength(KEPT_LINES);
  expect([lines[0]?.message, lines.at(-1)?.message]).toEqual([`line ${total - KEPT_LINES}`, `line ${total - 1}`]);
});

test("a log is also bounded in bytes: long lines push old ones out sooner", async () => {
  const { member, projectId } = await testProject();
  const { id } = await open(member, projectId);
  const lines = Array.from({ length: 120 }, (_, i) => ({ at, level: "info", message: `${i}${"x".repeat(8000)}` }));
  for (let i = 0; i < 6; i++) await member.post(`/api/runtime/sessions/${id}/logs`, { lines }).expect(200);
  const kept = await logsOf(member, id);
  expect(kept.total).toBe(720);
  expect(kept.lines.length).toBeGreaterThan(400);
  expect(kept.lines.length * 8000).toBeLessThan(4 * 1024 * 1024);
  expect(kept.lines.at(-1)?.message.startsWith("119x")).toBeTrue();
});

test("a repeated append with the same Idempotency-Key counts once", async () => {
  const { member, projectId } = await testProject();
  const { id } = await open(member, projectId);
  for (let i = 0; i < 3; i++)
    await member.post(`/api/runtime/sessions/${id}/logs`, { lines: [line(1)] }, { "Idempotency-Key": "once" }).expect(200);
  expect((await logsOf(member, id)).total).toBe(1);
});

test("viewers read runs and open none; a batch of lines has its limits", async () => {
  const { member, viewer, projectId } = await testProject();
  await viewer.post("/api/runtime/sessions", { projectId }).expectError(403, "auth.forbidden");
  const { id } = await open(member, projectId);
  await viewer.post(`/api/runtime/sessions/${id}/logs`, { lines: [line(1)] }).expectError(403, "auth.forbidden");
  await member.post(`/api/runtime/sessions/${id}/logs`, { lines: [] }).expectError(400, "request.invalid");
  await member
    .post(`/api/runtime/sessions/${id}/logs`, { lines: Array.from({ length: 501 }, (_, i) => line(i)) })
    .expectError(400, "request.invalid");
  await member.post(`/api/runtime/sessions/${id}/logs`, { lines: [{ ...line(1), message: "a\0b" }] }).expectError(400, "request.invalid");
});

test("runs are listed newest first, page by page", async () => {
  const { member, projectId } = await testProject();
  const opened: string[] = [];
  for (let i = 0; i < 5; i++) opened.push((await open(member, projectId)).id);
  const listed = await listAll<RuntimeSession>(member, `/api/runtime/sessions?projectId=${projectId}`, RuntimeSession, 2);
  expect(listed.map((session) => session.id)).toEqual(opened.reverse());
});
