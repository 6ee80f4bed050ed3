import { expect, test } from "bun:test";
import { Membership, Profile, page, Workspace } from "@slate/schema/api";
import { registerPerson, testWorkspace } from "../../../../infra/testing/index.ts";

test("who makes a workspace owns it, and sees it at once", async () => {
  const person = await registerPerson();
  const { body: workspace } = await person.post("/api/workspaces", { name: "Skerry Isle" }).expect(201, Workspace);
  expect(workspace.slug).toMatch(/^skerry-isle/);
  const { body: profile } = await person.get("/api/auth/profile").expect(200, Profile);
  expect(profile.memberships).toEqual([
    Membership.parse({ workspaceId: workspace.id, name: "Skerry Isle", slug: workspace.slug, role: "owner" }),
  ]);
  const { body: list } = await person.get("/api/workspaces").expect(200, page(Workspace));
  expect(list.items).toEqual([workspace]);
});

test("a slug is unique; one made from the name finds a free form", async () => {
  const [ada, bob] = await Promise.all([registerPerson(), registerPerson("Bob")]);
  const slug = `slug-${crypto.randomUUID().slice(0, 8)}`;
  await ada.post("/api/workspaces", { name: "One", slug }).expect(201);
  await bob.post("/api/workspaces", { name: "Two", slug }).expectError(409, "workspace.slug_taken");
  const { body } = await bob.post("/api/workspaces", { name: slug }).expect(201, Workspace);
  expect(body.slug).toStartWith(`${slug}-`);
  await bob.patch(`/api/workspaces/${body.id}`, { slug }, { "If-Match": '"1"' }).expectError(409, "workspace.slug_taken");
});

test("the same Idempotency-Key makes one workspace, another body with it none", async () => {
  const person = await registerPerson();
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  const first = await person.post("/api/workspaces", { name: "Once" }, headers).expect(201, Workspace);
  const second = await person.post("/api/workspaces", { name: "Once" }, headers).expect(201, Workspace);
  expect(second.body).toEqual(first.body);
  expect(second.headers.get("idempotency-replayed")).toBe("true");
  await person.post("/api/workspaces", { name: "Other" }, headers).expectError(422, "request.idempotency_key_reused");
  expect((await person.get("/api/workspaces").expect(200, page(Workspace))).body.items).toHaveLength(1);
});

test("a workspace changes only for who has seen its current version", async () => {
  const { id, owner } = await testWorkspace();
  const path = `/api/workspaces/${id}`;
  const seen = await owner.get(path).expect(200, Workspace);
  const tag = seen.headers.get("etag") ?? "";
  await owner.patch(path, { name: "New" }).expectError(428, "request.if_match_required");
  const changed = await owner.patch(path, { name: "New" }, { "If-Match": tag }).expect(200, Workspace);
  expect([changed.body.name, changed.headers.get("etag")]).toEqual(["New", '"2"']);
  await owner.patch(path, { name: "Newer" }, { "If-Match": tag }).expectError(412, "request.stale");
  expect((await owner.get(path).expect(200, Workspace)).body.name).toBe("New");
  const { body: profile } = await owner.get("/api/auth/profile").expect(200, Profile);
  expect(profile.memberships.map(({ name }) => name)).toEqual(["New"]);
});

test("the workspace in the address and the one in the header must agree", async () => {
  const [here, there] = await Promise.all([testWorkspace(), testWorkspace()]);
  await here.owner.get(`/api/workspaces/${there.id}`).expectError(400, "request.invalid");
  await here.owner.get(`/api/workspaces/${there.id}`, { "Slate-Workspace": there.id }).expectError(404, "workspace.not_found");
  await here.owner.get(`/api/workspaces/${here.id}`, { "Slate-Workspace": "" }).expect(200);
});

test("a deleted workspace is gone for everybody and everything at once", async () => {
  const { id, owner, admin, viewer } = await testWorkspace();
  await viewer.get("/api/members").expect(200);
  await viewer.get("/api/projects").expect(200);
  const path = `/api/workspaces/${id}`;
  await admin.delete(path, undefined, { "If-Match": '"1"' }).expectError(403, "auth.forbidden");
  await owner.delete(path, undefined, { "If-Match": '"7"' }).expectError(412, "request.stale");
  await owner.delete(path, undefined, { "If-Match": '"1"' }).expect(204);
  for (const person of [owner, viewer]) {
    await person.get("/api/members").expectError(404, "workspace.not_found");
    await person.get("/api/projects").expectError(404, "workspace.not_found");
    expect((await person.get("/api/auth/profile").expect(200, Profile)).body.memberships).toEqual([]);
  }
});
