import { expect, test } from "bun:test";
import { Member, NewApiKey, NewInvitation, type Page, page, ROLES } from "@slate/schema/api";
import { type Client, registerPerson, testWorkspace, tokenOf } from "../../../../infra/testing/index.ts";
import { program } from "../testing/people.ts";

const rolesOf = async (client: Client) =>
  Object.fromEntries((await client.get("/api/members").expect(200, page(Member))).body.items.map(({ userId, role }) => [userId, role]));

test("members are listed page by page, everybody once", async () => {
  const { viewer, owner, admin, member } = await testWorkspace();
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const list: Page<Member> = (await viewer.get(`/api/members?limit=1${cursor && `&cursor=${cursor}`}`).expect(200, page(Member))).body;
    seen.push(...list.items.map(({ userId }) => userId));
    cursor = list.nextCursor;
  }
  expect(seen.toSorted()).toEqual([owner, admin, member, viewer].map(({ userId }) => userId).toSorted());
  await viewer.get("/api/members?cursor=nonsense").expectError(400, "request.invalid");
});

test("nobody grants or changes a role above their own", async () => {
  const { owner, admin, member, viewer } = await testWorkspace();
  await admin.patch(`/api/members/${member.userId}`, { role: "owner" }).expectError(403, "member.role_too_high");
  await admin.patch(`/api/members/${owner.userId}`, { role: "viewer" }).expectError(403, "member.role_too_high");
  await admin.delete(`/api/members/${owner.userId}`).expectError(403, "member.role_too_high");
  await admin.patch(`/api/members/${viewer.userId}`, { role: "admin" }).expect(200, Member);
  await member.patch(`/api/members/${member.userId}`, { role: "admin" }).expectError(403, "auth.forbidden");
  await member.delete(`/api/members/${viewer.userId}`).expectError(403, "auth.forbidden");
  expect(await rolesOf(owner)).toEqual({
    [owner.userId]: "owner",
    [admin.userId]: "admin",
    [member.userId]: "member",
    [viewer.userId]: "admin",
  });
});

test("a new role is felt by the next request", async () => {
  const { owner, member } = await testWorkspace();
  await member.post("/api/invitations", { role: "viewer" }).expectError(403, "auth.forbidden");
  await owner.patch(`/api/members/${member.userId}`, { role: "admin" }).expect(200);
  await member.post("/api/invitations", { role: "viewer" }).expect(201);
  await owner.patch(`/api/members/${member.userId}`, { role: "viewer" }).expect(200);
  await member.post("/api/invitations", { role: "viewer" }).expectError(403, "auth.forbidden");
});

test("a role changes only from the version that was seen, where one is named", async () => {
  const { owner, member } = await testWorkspace();
  const path = `/api/members/${member.userId}`;
  const { headers } = await owner.patch(path, { role: "viewer" }, { "If-Match": '"1"' }).expect(200);
  expect(headers.get("etag")).toBe('"2"');
  await owner.patch(path, { role: "admin" }, { "If-Match": '"1"' }).expectError(412, "request.stale");
  await owner.delete(path, undefined, { "If-Match": '"1"' }).expectError(412, "request.stale");
});

test("the last owner can neither leave nor step down, also when two try at once", async () => {
  const { owner, admin } = await testWorkspace();
  await owner.delete(`/api/members/${owner.userId}`).expectError(409, "member.last_owner");
  await owner.patch(`/api/members/${owner.userId}`, { role: "admin" }).expectError(409, "member.last_owner");
  await owner.patch(`/api/members/${admin.userId}`, { role: "owner" }).expect(200);
  const leaving = await Promise.all([owner, admin].map((person) => person.delete(`/api/members/${person.userId}`)));
  expect(leaving.map((answer) => answer.status).sort()).toEqual([204, 409]);
});

test("everybody but the last owner may leave", async () => {
  const workspace = await testWorkspace();
  for (const role of ROLES.filter((role) => role !== "owner")) {
    const person = workspace[role];
    await person.delete(`/api/members/${person.userId}`).expect(204);
    await person.get("/api/members").expectError(404, "workspace.not_found");
  }
});

test("keys and invitations of a removed member go with them, and do not come back when they do", async () => {
  const { owner, admin, id } = await testWorkspace();
  const { body: key } = await admin.post("/api/keys", { name: "k", scopes: ["member.read"] }).expect(201, NewApiKey);
  const { body: invitation } = await admin.post("/api/invitations", { role: "admin" }).expect(201, NewInvitation);
  const byKey = program({ Authorization: `Bearer ${key.key}` });
  for (let i = 0; i < 2; i++) await byKey.get("/api/members").expect(200);
  await owner.delete(`/api/members/${admin.userId}`).expect(204);
  await byKey.get("/api/members").expectError(401, "auth.required");
  await admin.post("/api/invitations/accept", { token: tokenOf(invitation.url) }).expectError(404, "invitation.not_found");
  const { body: back } = await owner.post("/api/invitations", { role: "admin" }).expect(201, NewInvitation);
  await admin.post("/api/invitations/accept", { token: tokenOf(back.url) }).expect(200);
  await admin.get("/api/members", { "Slate-Workspace": id }).expect(200);
  await byKey.get("/api/members").expectError(401, "auth.required");
});

test("members of another workspace answer as missing ones", async () => {
  const [here, there, stranger] = await Promise.all([testWorkspace(), testWorkspace(), registerPerson()]);
  for (const id of [there.member.userId, stranger.userId, Bun.randomUUIDv7()]) {
    await here.owner.patch(`/api/members/${id}`, { role: "viewer" }).expectError(404, "member.not_found");
    await here.owner.delete(`/api/members/${id}`).expectError(404, "member.not_found");
  }
});
