import { afterAll, beforeAll, expect, test } from "bun:test";
import { NewApiKey, NewInvitation } from "@slate/schema/api";
import { closeSql, sqlAsOwner, testStack, testWorkspace } from "../../../infra/testing/index.ts";
import { readConfig } from "./config.ts";
import { type Deps, openDeps } from "./deps.ts";
import { purge } from "./purge.ts";
import { signInByToken } from "./testing/people.ts";

let deps: Deps;
beforeAll(() => {
  deps = openDeps(readConfig({ ...testStack().services.auth, LOG_LEVEL: "silent" }));
});
afterAll(async () => {
  await deps.close();
  await closeSql();
});

test("what ended long ago is deleted with all that hangs on it; what lives, or ended lately, stays", async () => {
  const { owner, member, id } = await testWorkspace();
  const [old, ended, living] = await Promise.all([signInByToken(member), signInByToken(member), signInByToken(member)]);
  const key = (await owner.post("/api/keys", { name: "k", scopes: ["member.read"] }).expect(201, NewApiKey)).body;
  const invitation = (await owner.post("/api/invitations", {}, { "Idempotency-Key": crypto.randomUUID() }).expect(201, NewInvitation)).body;
  const sql = sqlAsOwner();
  await sql`update sessions set ended_at = now() - interval '31 days' where id = ${old.sessionId}`;
  await sql`update sessions set ended_at = now() - interval '29 days' where id = ${ended.sessionId}`;
  await sql`update api_keys set revoked_at = now() - interval '91 days' where id = ${key.id}`;
  await sql`update invitations set withdrawn_at = now() - interval '31 days' where id = ${invitation.id}`;
  await sql`update idempotency_keys set created_at = now() - interval '25 hours' where workspace_id = ${id}`;

  await purge(deps);

  const sessions =
    await sql`select id from sessions where id = any (${[old, ended, living].map(({ sessionId }) => sessionId)}) order by id`;
  expect(sessions.map((row) => row.id)).toEqual([ended.sessionId, living.sessionId].toSorted());
  const [left] = await sql`
    select (select count(*) from refresh_tokens where session_id = ${old.sessionId})::int as tokens,
      (select count(*) from api_keys where id = ${key.id})::int as keys,
      (select count(*) from invitations where id = ${invitation.id})::int as invitations,
      (select count(*) from idempotency_keys where workspace_id = ${id})::int as answers,
      (select count(*) from members where workspace_id = ${id})::int as members`;
  expect({ ...left }).toEqual({ tokens: 0, keys: 0, invitations: 0, answers: 0, members: 4 });
  await living.bearer.get("/api/auth/profile").expect(200);
});
