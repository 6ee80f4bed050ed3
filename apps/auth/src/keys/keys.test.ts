import { afterAll, expect, test } from "bun:test";
import { ApiKey, NewApiKey, Profile, page } from "@slate/schema/api";
import { type Client, closeSql, sqlAsOwner, testWorkspace } from "../../../../infra/testing/index.ts";
import { program, registerAdmin } from "../testing/people.ts";

afterAll(closeSql);

const make = async (client: Client, scopes: string[], more: object = {}) => {
  const { body } = await client.post("/api/keys", { name: "key", scopes, ...more }).expect(201, NewApiKey);
  return { ...body, client: program({ Authorization: `Bearer ${body.key}` }) };
};

test("a key does what its scopes say, in its own workspace, and nothing else", async () => {
  const { owner, id } = await testWorkspace();
  const { client, key } = await make(owner, ["member.read"]);
  expect(key).toMatch(/^slate_[0-9a-f-]{36}_[\w-]{43}$/);
  await client.get("/api/members").expect(200);
  await client.get("/api/members", { "Slate-Workspace": id }).expect(200);
  await client.get("/api/members", { "Slate-Workspace": Bun.randomUUIDv7() }).expectError(404, "workspace.not_found");
  await client.get("/api/keys").expectError(403, "auth.forbidden");
  await client.get("/api/projects").expectError(403, "auth.forbidden");
  await client.post("/api/auth/logout").expectError(403, "auth.forbidden");
  await client
    .post("/api/auth/password", { currentPassword: "x", newPassword: "battery-9-lantern-tide" })
    .expectError(403, "auth.forbidden");
  await client.get("/api/users").expectError(403, "auth.forbidden");
  const { body: profile } = await client.get("/api/auth/profile").expect(200, Profile);
  expect(profile.memberships.map(({ workspaceId }) => workspaceId)).toEqual([id]);
  expect(profile.session).toBeNull();
});

test("a key never exceeds its maker: not when it is made, not after", async () => {
  const { owner, member, viewer } = await testWorkspace();
  await member.post("/api/keys", { name: "k", scopes: ["member.manage"] }).expectError(422, "key.scope_too_wide");
  await viewer.post("/api/keys", { name: "k", scopes: ["member.read"] }).expectError(403, "auth.forbidden");
  const { client } = await make(member, ["project.write", "member.read"]);
  await client.post("/api/projects", { name: "By key" }).expect(201);
  await owner.patch(`/api/members/${member.userId}`, { role: "viewer" }).expect(200);
  await client.post("/api/projects", { name: "By key again" }).expectError(403, "auth.forbidden");
  await client.get("/api/members").expect(200);
});

test("an installation's administrator is none through a key", async () => {
  const { owner } = await testWorkspace();
  const admin = await registerAdmin();
  await sqlAsOwner()`update users set roles = '{admin}' where id = ${owner.userId}`;
  const { client } = await make(owner, ["member.read"]);
  await client.get("/api/users").expectError(403, "auth.forbidden");
  await admin.get("/api/users?limit=1").expect(200);
});

test("keys make keys only when scoped for it, no wider and no longer than themselves", async () => {
  const { owner } = await testWorkspace();
  const parent = await make(owner, ["key.manage", "member.read"], { expiresInDays: 2 });
  await parent.client.post("/api/keys", { name: "k", scopes: ["workspace.manage"] }).expectError(422, "key.scope_too_wide");
  const child = await make(parent.client, ["member.read"], { expiresInDays: 300 });
  expect(new Date(child.expiresAt).getTime()).toBeLessThanOrEqual(new Date(parent.expiresAt).getTime());
  expect(child.userId).toBe(owner.userId);
});

test("a revoked or expired key is refused by the next request to every service", async () => {
  const { owner } = await testWorkspace();
  const [revoked, expired] = [await make(owner, ["member.read", "project.read"]), await make(owner, ["member.read", "project.read"])];
  for (const { client } of [revoked, expired]) {
    for (let i = 0; i < 2; i++) {
      await client.get("/api/members").expect(200);
      await client.get("/api/projects").expect(200);
    }
  }
  await owner.delete(`/api/keys/${revoked.id}`).expect(204);
  await revoked.client.get("/api/members").expectError(401, "auth.required");
  await revoked.client.get("/api/projects").expectError(401, "auth.required");
  const fresh = await make(owner, ["member.read"]);
  await sqlAsOwner()`update api_keys set expires_at = now() where id = ${fresh.id}`;
  await fresh.client.get("/api/members").expectError(401, "auth.required");
});

test("members see and revoke their own keys, who manages members sees and revokes all", async () => {
  const { owner, admin, member } = await testWorkspace();
  const [ofOwner, ofMember] = [await make(owner, ["member.read"]), await make(member, ["member.read"])];
  const ids = async (client: Client) => (await client.get("/api/keys").expect(200, page(ApiKey))).body.items.map(({ id }) => id);
  expect(await ids(member)).toEqual([ofMember.id]);
  expect(await ids(admin)).toEqual([ofMember.id, ofOwner.id]);
  await member.delete(`/api/keys/${ofOwner.id}`).expectError(404, "key.not_found");
  await admin.delete(`/api/keys/${ofOwner.id}`).expect(204);
  await member.delete(`/api/keys/${ofMember.id}`).expect(204);
  expect(await ids(admin)).toEqual([]);
});

test("a key is shown once and stored as a hash; its last use is recorded", async () => {
  const { owner } = await testWorkspace();
  const { id, key, client } = await make(owner, ["member.read"]);
  const secret = key.split("_").slice(2).join("_");
  const before = await owner.get("/api/keys").expect(200, page(ApiKey));
  expect(before.body.items[0]?.lastUsedAt).toBeNull();
  expect(JSON.stringify(before.body)).not.toContain(secret);
  await client.get("/api/members").expect(200);
  expect((await owner.get("/api/keys").expect(200, page(ApiKey))).body.items[0]?.lastUsedAt).not.toBeNull();
  const [row] = await sqlAsOwner()`select * from api_keys where id = ${id}`;
  expect(Buffer.from(row?.secret_hash).toString("hex")).toBe(new Bun.CryptoHasher("sha256").update(secret).digest("hex"));
});

test("repeating a create gives the same key again, though nothing stored can be read without the caller's own Idempotency-Key", async () => {
  const { owner, id } = await testWorkspace();
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  const body = { name: "once", scopes: ["member.read"] };
  const first = await owner.post("/api/keys", body, headers).expect(201, NewApiKey);
  const second = await owner.post("/api/keys", body, headers).expect(201, NewApiKey);
  expect(second.body).toEqual(first.body);
  const rows = await sqlAsOwner()`select * from idempotency_keys where workspace_id = ${id}`;
  expect(rows).toHaveLength(1);
  const stored = JSON.stringify(rows);
  expect(stored).not.toContain(first.body.key);
  expect(stored).not.toContain(headers["Idempotency-Key"]);
});

test("a key with a changed secret, and one of another workspace's id, are refused", async () => {
  const { owner } = await testWorkspace();
  const { key, id } = await make(owner, ["member.read"]);
  const other = await make(owner, ["member.read"]);
  const [, , secret] = key.split("_");
  for (const bad of [`${key.slice(0, -2)}xx`, `slate_${other.id}_${secret}`, `slate_${id}_`, `SLATE${key.slice(5)}`])
    await program({ Authorization: `Bearer ${bad}` })
      .get("/api/members")
      .expectError(401, "auth.required");
});
