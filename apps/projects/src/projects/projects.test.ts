import { expect, test } from "bun:test";
import { Project, page } from "@slate/schema/api";
import { createFile, createProject, listAll, testProject, testWorkspace, writeFile } from "../testing/index.ts";

test("a project name is unique per workspace without regard to case, not across workspaces", async () => {
  const [one, two] = await Promise.all([testWorkspace(), testWorkspace()]);
  for (const { member } of [one, two]) await member.post("/api/projects", { name: "Atlas" }).expect(201, Project);
  await one.admin.post("/api/projects", { name: "ATLAS" }).expectError(409, "project.name_taken");
  const second = await createProject(one.member, "Basalt");
  await one.member.patch(`/api/projects/${second}`, { name: "atlas" }, { "If-Match": '"1"' }).expectError(409, "project.name_taken");
});

test("a repeated create with the same Idempotency-Key gets the first answer; another body or query is refused", async () => {
  const { member } = await testWorkspace();
  const key = { "Idempotency-Key": crypto.randomUUID() };
  const first = await member.post("/api/projects", { name: "Once" }, key).expect(201, Project);
  const again = await member.post("/api/projects", { name: "Once" }, key).expect(201, Project);
  expect(again.body).toEqual(first.body);
  expect([again.headers.get("etag"), again.headers.get("location")]).toEqual([first.headers.get("etag"), first.headers.get("location")]);
  await member.post("/api/projects", { name: "Twice" }, key).expectError(422, "request.idempotency_key_reused");
  await member.post("/api/projects?other=1", { name: "Once" }, key).expectError(422, "request.idempotency_key_reused");
  const { body: other } = await member
    .post("/api/projects", { name: "Other" }, { "Idempotency-Key": "x y" })
    .expectError(400, "request.invalid");
  expect(other.error.message).toContain("Idempotency-Key");

  const race = { "Idempotency-Key": crypto.randomUUID() };
  const answers = await Promise.all(Array.from({ length: 8 }, () => member.post("/api/projects", { name: "Raced" }, race)));
  expect(new Set(answers.map((answer) => answer.status)).difference(new Set([201, 409]))).toEqual(new Set());
  expect((await listAll<Project>(member, "/api/projects?q=raced", Project)).map((project) => project.name)).toEqual(["Raced"]);
});

test("a change names the version it is based on", async () => {
  const { member } = await testWorkspace();
  const { body, headers } = await member.post("/api/projects", { name: "P", metadata: { engine: "6000.1" } }).expect(201, Project);
  expect(headers.get("etag")).toBe('"1"');
  const path = `/api/projects/${body.id}`;
  await member.patch(path, { description: "d" }).expectError(428, "request.if_match_required");
  await member.patch(path, { description: "d" }, { "If-Match": '"9"' }).expectError(412, "request.stale");
  await member.patch(path, { description: "d" }, { "If-Match": 'W/"1"' }).expectError(412, "request.stale");
  await member.patch(path, { description: "d" }, { "If-Match": "1" }).expectError(400, "request.invalid");
  const changed = await member.patch(path, { description: "d" }, { "If-Match": '"1"' }).expect(200, Project);
  expect(changed.headers.get("etag")).toBe('"2"');
  expect(changed.body).toMatchObject({ name: "P", description: "d", metadata: { engine: "6000.1" }, version: 2 });
});

test("nobody writes what the server owns", async () => {
  const { member } = await testWorkspace();
  for (const extra of [{ id: Bun.randomUUIDv7() }, { workspaceId: Bun.randomUUIDv7() }, { userId: Bun.randomUUIDv7() }, { version: 7 }])
    await member.post("/api/projects", { name: "P", ...extra }).expectError(400, "request.invalid");
  const id = await createProject(member);
  await member.patch(`/api/projects/${id}`, { deletedAt: null }, { "If-Match": "*" }).expectError(400, "request.invalid");
});

test("the project whose files changed last comes first, and says when that was", async () => {
  const { member } = await testWorkspace();
  const make = async (name: string) => (await member.post("/api/projects", { name }).expect(201, Project)).body;
  const [older, newer] = [await make("Older"), await make("Newer")];
  const first = async () => (await member.get("/api/projects").expect(200, page(Project))).body.items[0];
  expect((await first())?.id).toBe(newer.id);
  await member.post("/api/files", { projectId: older.id, path: "a.txt" }).expect(201);
  const now = await first();
  expect(now?.id).toBe(older.id);
  expect(Date.parse(now?.updatedAt ?? "")).toBeGreaterThan(Date.parse(older.updatedAt));
});

test("projects are searched, sorted and paged without gap or repetition, also when more come in", async () => {
  const { member } = await testWorkspace();
  const names = ["delta", "Alpha", "charlie", "Bravo", "100%_echo"];
  for (const name of names) await createProject(member, name);
  const named = async (query: string) =>
    (await listAll<Project>(member, `/api/projects?${query}`, Project, 2)).map((project) => project.name);
  expect(await named("sort=name")).toEqual(["100%_echo", "Alpha", "Bravo", "charlie", "delta"]);
  expect(await named("sort=created")).toEqual(names.toReversed());
  expect(await named("q=LPHA")).toEqual(["Alpha"]);
  expect(await named("q=%25_")).toEqual(["100%_echo"]);

  const { body: page } = await member.get("/api/projects?sort=created&limit=2").expect(200);
  await createProject(member, "newcomer");
  const cursor = (page as { nextCursor: string }).nextCursor;
  const { body: next } = await member.get(`/api/projects?sort=created&limit=2&cursor=${cursor}`).expect(200);
  expect((next as { items: Project[] }).items.map((project) => project.name)).toEqual(["charlie", "Alpha"]);
});

test("an archived project is read, not written", async () => {
  const { member, projectId } = await testProject();
  const file = await createFile(member, projectId, "a.txt", "1");
  await member.patch(`/api/projects/${projectId}`, { archived: true }, { "If-Match": '"1"' }).expect(200);
  await writeFile(member, file.id, 1, "2").expectError(409, "project.archived");
  await member.post("/api/files", { projectId, path: "b.txt" }).expectError(409, "project.archived");
  await member.get(`/api/files/${file.id}/content`).expect(200);
  expect((await listAll<Project>(member, "/api/projects?state=archived", Project)).map((project) => project.id)).toEqual([projectId]);
  expect(await listAll<Project>(member, "/api/projects?state=active", Project)).toEqual([]);
  await member.patch(`/api/projects/${projectId}`, { archived: false }, { "If-Match": '"2"' }).expect(200);
  await writeFile(member, file.id, 1, "2").expect(200);
});

test("a deleted project gives its name away and comes back with all its files", async () => {
  const { member, admin, projectId } = await testProject();
  await admin.patch(`/api/projects/${projectId}`, { name: "Kestrel" }, { "If-Match": "*" }).expect(200);
  const file = await createFile(member, projectId, "a.txt", "kept");
  await member.delete(`/api/projects/${projectId}`, undefined, { "If-Match": "*" }).expectError(403, "auth.forbidden");
  await admin.delete(`/api/projects/${projectId}`).expectError(428, "request.if_match_required");
  await admin.delete(`/api/projects/${projectId}`, undefined, { "If-Match": '"2"' }).expect(200);
  await member.get(`/api/files?projectId=${projectId}`).expectError(404, "project.not_found");
  await writeFile(member, file.id, 1, "x").expectError(404, "project.not_found");

  const newcomer = await createProject(member, "Kestrel");
  await admin.post(`/api/projects/${projectId}/restore`).expectError(409, "project.name_taken");
  await admin.delete(`/api/projects/${newcomer}`, undefined, { "If-Match": "*" }).expect(200);
  await admin.post(`/api/projects/${projectId}/restore`).expect(200);
  expect((await member.get(`/api/files/${file.id}/content`).expect(200)).body).toBe("kept");
});

test("counts follow the files at once", async () => {
  const { member, viewer, projectId } = await testProject();
  const counts = async () => (await viewer.get(`/api/projects/${projectId}`).expect(200, Project)).body.counts;
  expect(await counts()).toEqual({ files: 0, bytes: 0, changesets: 0 });
  const file = await createFile(member, projectId, "a.txt", "12345");
  expect(await counts()).toEqual({ files: 1, bytes: 5, changesets: 1 });
  await writeFile(member, file.id, 1, "123").expect(200);
  expect(await counts()).toEqual({ files: 1, bytes: 3, changesets: 2 });
  await member.delete(`/api/files/${file.id}`, undefined, { "If-Match": '"2"' }).expect(200);
  expect(await counts()).toEqual({ files: 0, bytes: 0, changesets: 3 });
});

test("a cached project is never older than the last write that was answered, whoever else reads", async () => {
  const { member, viewer, admin, projectId } = await testProject();
  const path = `/api/projects/${projectId}`;
  let isDone = false;
  const readers = [viewer, admin, viewer, admin].map(async (reader) => {
    for (let newest = 0; !isDone; ) {
      const { version } = (await reader.get(path).expect(200, Project)).body;
      expect(version).toBeGreaterThanOrEqual(newest);
      newest = version;
    }
  });
  for (let version = 1; version <= 60; version++) {
    await member.patch(path, { description: `round ${version}` }, { "If-Match": `"${version}"` }).expect(200);
    expect((await member.get(path).expect(200, Project)).body).toMatchObject({ version: version + 1, description: `round ${version}` });
  }
  isDone = true;
  await Promise.all(readers);
}, 20_000);

test("a cursor that no list gave out is the caller's mistake, whatever is in it", async () => {
  const { member, projectId } = await testProject();
  const file = await createFile(member, projectId, "a.txt");
  const forged = (value: unknown) => encodeURIComponent(Buffer.from(JSON.stringify(value)).toString("base64url"));
  const lists: [string, unknown][] = [
    ["/api/projects?sort=updated", ["not a time", projectId]],
    ["/api/projects?sort=name", ["a\0b", projectId]],
    [`/api/files?projectId=${projectId}`, ["a\0b", file.id]],
    [`/api/files/${file.id}/versions?limit=1`, Number.MAX_SAFE_INTEGER],
    [`/api/projects/${projectId}/tree?limit=1`, [Number.MAX_SAFE_INTEGER, "a"]],
    ["/api/search?q=a", [1e308, "a\0b", file.id]],
  ];
  for (const [path, value] of lists) await member.get(`${path}&cursor=${forged(value)}`).expectError(400, "request.invalid");
});
