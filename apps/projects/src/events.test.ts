import { expect, test } from "bun:test";
import { type Changeset, ErrorLog, Lock, RuntimeSession } from "@slate/schema/api";
import { type AnyEvent, parseEvent } from "@slate/schema/events";
import { connect } from "nats";
import { change, createFile, eventually, testProject, testStack } from "./testing/index.ts";

test("what happens in a project is told once each, in order, with who did it; what was refused is not", async () => {
  const { id: workspaceId, member, admin, projectId } = await testProject();
  const { natsUrl, secrets } = testStack();
  const connection = await connect({ servers: natsUrl.replace("nats://", ""), user: "admin", pass: secrets.nats.admin });
  const told: AnyEvent[] = [];
  // The workspace's own beginnings may still be on their way, and assets tells what it makes of the files when it comes to it.
  const isOurs = ({ projectId: about, type }: AnyEvent) => about === projectId && !type.startsWith("asset.");
  const tell = (event: AnyEvent) => void (isOurs(event) && told.push(event));
  connection.subscribe(`slate.${workspaceId}.>`, { callback: (_, message) => tell(parseEvent(message.string())) });
  await connection.flush();
  try {
    const file = await createFile(member, projectId, "a.txt");
    await member.post("/api/files", { projectId, path: "A.TXT" }).expectError(409, "file.path_taken");
    await member.post("/api/locks", { fileId: file.id }).expect(201, Lock);
    await member.post("/api/locks", { fileId: file.id }).expect(201, Lock);
    await admin.post("/api/locks", { fileId: file.id }).expectError(423, "file.locked");
    await admin.delete(`/api/locks/${file.id}?break=true`).expect(204);
    await member.post("/api/locks", { fileId: file.id }).expect(201, Lock);
    await member.delete(`/api/files/${file.id}`, undefined, { "If-Match": "*" }).expect(200);
    const many = Array.from({ length: 51 }, (_, i) => ({ op: "create", path: `many/${i}.txt` }));
    const large: Changeset = await change(member, projectId, many, "many");
    const { body: session } = await member.post("/api/runtime/sessions", { projectId }).expect(201, RuntimeSession);
    await member.post(`/api/runtime/sessions/${session.id}/close`, { status: "crashed" }).expect(200);
    const { body: error } = await member.post("/api/errors", { projectId, errorType: "E", errorMessage: "m" }).expect(201, ErrorLog);

    await eventually(() => expect(told.at(-1)?.type).toBe("error.reported"));
    const lockData = { fileId: file.id, path: "a.txt" };
    expect(told.map(({ type, data }) => ({ type, data })).filter(({ type }) => type !== "project.created")).toMatchObject([
      { type: "changeset.created", data: { files: [{ fileId: file.id, path: "a.txt", operation: "create", version: 1 }] } },
      { type: "lock.taken", data: { ...lockData, owner: { id: member.userId } } },
      { type: "lock.released", data: lockData },
      { type: "lock.taken", data: lockData },
      { type: "lock.released", data: lockData },
      { type: "changeset.created", data: { files: [{ operation: "delete" }] } },
      { type: "changeset.created", data: { changesetId: large.id, counts: { create: 51 }, files: null } },
      { type: "runtime.opened", data: { runtimeSessionId: session.id } },
      { type: "runtime.closed", data: { runtimeSessionId: session.id, status: "crashed" } },
      { type: "error.reported", data: { errorId: error.id, fingerprint: error.fingerprint, severity: "error" } },
    ]);
    expect(told.every((event) => event.workspaceId === workspaceId)).toBeTrue();
    expect(told.find((event) => event.type === "lock.released")?.actor?.id).toBe(admin.userId);
    expect(new Set(told.map((event) => event.id)).size).toBe(told.length);
  } finally {
    await connection.close();
  }
});
