import { afterAll, expect, test } from "bun:test";
import { NewApiKey, ServiceToken } from "@slate/schema/api";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { closeSql, sqlAsOwner, type TestWorkspace, testStack, testWorkspace } from "../../../../infra/testing/index.ts";
import { freshAddress } from "../testing/addresses.ts";
import { fromAddress, program } from "../testing/people.ts";

afterAll(closeSql);

const secret = testStack().secrets.services.assets ?? "";
const basic = (name: string, password: string) => ({ Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}` });
const ask = (act: object, workspaceId: string, more: object = {}, headers: Record<string, string> = basic("assets", secret)) =>
  fromAddress(freshAddress()).post("/internal/service-tokens", { audience: "projects", workspaceId, act, ...more }, headers);

const sessionOf = (person: { headers: Record<string, string> }) => ({
  kind: "session",
  id: /=([0-9a-f-]{36})\./.exec(person.headers.Cookie ?? "")?.[1] ?? "",
});
const memberOf = ({ userId }: { userId: string }) => ({ kind: "member", id: userId });
async function makeKey({ member }: TestWorkspace) {
  const { body } = await member.post("/api/keys", { name: "k", scopes: ["file.read"] }).expect(201, NewApiKey);
  return { kind: "key", id: body.id };
}
const refusals = async (target: string) =>
  sqlAsOwner()`select details from audit_log where action = 'service_token.refuse' and target = ${target}`;

test("a token names the service, its target, the actor and the workspace, and lives five minutes", async () => {
  const { id, member } = await testWorkspace();
  const act = sessionOf(member);
  const { body } = await ask(act, id).expect(201, ServiceToken);
  expect(decodeProtectedHeader(body.token)).toMatchObject({ alg: "EdDSA", typ: "service+jwt" });
  const { iat = 0, exp = 0, ...claims } = decodeJwt(body.token);
  expect(claims).toMatchObject({ iss: testStack().publicUrl, sub: "assets", aud: "projects", act, workspace: id, jti: expect.any(String) });
  expect(exp - iat).toBe(300);
});

test("who does not have a service's secret gets nothing, and it is in the audit log", async () => {
  const { id, member } = await testWorkspace();
  const act = sessionOf(member);
  const wrong: Record<string, string>[] = [
    {},
    basic("assets", `${secret.slice(0, -1)}x`),
    basic("assets", ""),
    basic("projects", secret),
    basic("__proto__", secret),
    basic("", ""),
    { Authorization: `Bearer ${secret}` },
    { Cookie: member.headers.Cookie ?? "" },
  ];
  const address = freshAddress();
  for (const headers of wrong)
    await fromAddress(address)
      .post("/internal/service-tokens", { audience: "projects", workspaceId: id, act }, headers)
      .expectError(401, "service.refused");
  const rows = await sqlAsOwner()`select action from audit_log where address = ${address}`;
  expect(rows.map(({ action }) => action)).toEqual(wrong.map(() => "service_token.refuse"));
});

test("guessing secrets is slowed down, and a service that has its own is not", async () => {
  const { id, member } = await testWorkspace();
  const guesser = fromAddress(freshAddress());
  const request = { audience: "projects", workspaceId: id, act: sessionOf(member) };
  const guesses = await Promise.all(
    Array.from({ length: 30 }, (_, i) => guesser.post("/internal/service-tokens", request, basic("assets", `guess ${i}`))),
  );
  expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([401, 429]));
  await guesser.post("/internal/service-tokens", request, basic("assets", secret)).expect(201);
});

test("nobody can be acted for whose session, key or membership has ended", async () => {
  const workspace = await testWorkspace();
  const { id, member, viewer, admin, owner } = workspace;
  const key = await makeKey(workspace);
  for (const act of [sessionOf(viewer), sessionOf(admin), memberOf(admin), key]) await ask(act, id).expect(201);

  await viewer.post("/api/auth/logout").expect(204);
  await member.delete(`/api/keys/${key.id}`).expect(204);
  await owner.delete(`/api/members/${admin.userId}`).expect(204);
  for (const act of [sessionOf(viewer), key, memberOf(admin)]) {
    await ask(act, id).expectError(401, "auth.required");
    expect((await refusals(act.id)).map(({ details }) => details)).toEqual([
      { service: "assets", audience: "projects", workspaceId: id, kind: act.kind },
    ]);
  }
  await ask(sessionOf(admin), id).expectError(404, "workspace.not_found");
  await ask(memberOf(viewer), id).expect(201); // signed out, and a member still

  await sqlAsOwner()`update users set disabled_at = now() where id = ${member.userId}`;
  await ask(memberOf(member), id).expectError(401, "auth.required");
});

test("no actor reaches into a workspace of others, and no token is for an unknown service", async () => {
  const [mine, theirs] = await Promise.all([testWorkspace(), testWorkspace()]);
  for (const act of [sessionOf(mine.member), await makeKey(mine)]) await ask(act, theirs.id).expectError(404, "workspace.not_found");
  await ask(memberOf(mine.member), theirs.id).expectError(401, "auth.required");
  await ask(sessionOf(mine.outsider), mine.id).expectError(404, "workspace.not_found");
  await ask({ kind: "key", id: mine.member.userId }, mine.id).expectError(401, "auth.required");
  await ask(sessionOf(mine.member), mine.id, { audience: "nobody" }).expectError(422, "service.unknown");
  await ask(sessionOf(mine.member), mine.id, { audience: "constructor" }).expectError(422, "service.unknown");
  await ask(sessionOf(mine.member), mine.id, { audience: testStack().publicUrl }).expectError(400, "request.invalid");
});

test("the gateway knows no way in, and no document shows it", async () => {
  const { id, member } = await testWorkspace();
  const request = { audience: "projects", workspaceId: id, act: sessionOf(member) };
  for (const path of ["/internal/service-tokens", "/api/../internal/service-tokens", "/API/../internal/service-tokens"])
    expect((await program(basic("assets", secret)).post(path, request)).status).toBe(404);
  expect(JSON.stringify((await program().get("/openapi.json").expect(200)).body)).not.toContain("/internal/");
});
