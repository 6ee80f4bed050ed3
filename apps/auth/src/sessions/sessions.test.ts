import { afterAll, expect, test } from "bun:test";
import { page, SignInSession } from "@slate/schema/api";
import { type Client, closeSql, registerPerson, signInAgain, testWorkspace } from "../../../../infra/testing/index.ts";
import { registerAdmin, signInByToken } from "../testing/people.ts";

afterAll(closeSql);

const Sessions = page(SignInSession);
const list = async (client: Client) => (await client.get("/api/auth/sessions").expect(200, Sessions)).body.items;

test("people see where they are signed in, and end one session without the others", async () => {
  const first = await registerPerson();
  const second = await signInAgain(first);
  const tokens = await signInByToken(first);
  const sessions = await list(second);
  expect(sessions.map(({ kind, current }) => [kind, current])).toEqual([
    ["token", false],
    ["cookie", true],
    ["cookie", false],
  ]);
  expect(sessions[0]?.id).toBe(tokens.sessionId);
  await second.delete(`/api/auth/sessions/${sessions[2]?.id}`).expect(204);
  await first.get("/api/auth/profile").expectError(401, "auth.required");
  await tokens.bearer.get("/api/auth/profile").expect(200);
  await second.delete(`/api/auth/sessions/${sessions[2]?.id}`).expectError(404, "session.not_found");
});

test("somebody else's session answers as a missing one", async () => {
  const [ada, bob] = await Promise.all([registerPerson(), registerPerson("Bob")]);
  const [session] = await list(bob);
  await ada.delete(`/api/auth/sessions/${session?.id}`).expectError(404, "session.not_found");
  await bob.get("/api/auth/profile").expect(200);
});

test("signing out everywhere ends every session, this one too", async () => {
  const here = await registerPerson();
  const [there, tokens] = await Promise.all([signInAgain(here), signInByToken(here)]);
  await here.post("/api/auth/logout-all").expect(204);
  for (const client of [here, there, tokens.bearer]) await client.get("/api/auth/profile").expectError(401, "auth.required");
});

const ends: [string, (workspace: Awaited<ReturnType<typeof testWorkspace>>) => Promise<unknown>][] = [
  ["signing out", ({ member }) => member.post("/api/auth/logout").expect(204)],
  [
    "an administrator ending the sessions",
    async ({ member }) => (await registerAdmin()).delete(`/api/users/${member.userId}/sessions`).expect(204),
  ],
  [
    "an administrator disabling the account",
    async ({ member }) => (await registerAdmin()).patch(`/api/users/${member.userId}`, { disabled: true }).expect(200),
  ],
];
test.each(ends)("%s is felt by the next request to every service", async (_, end) => {
  const workspace = await testWorkspace();
  const { member } = workspace;
  // Asked twice, so that every service has the session in its cache.
  for (let i = 0; i < 2; i++) {
    await member.get("/api/auth/profile").expect(200);
    await member.get("/api/projects").expect(200);
  }
  await end(workspace);
  await member.get("/api/projects").expectError(401, "auth.required");
  await member.get("/api/auth/profile").expectError(401, "auth.required");
});

test("a removed member is a stranger to every service by the next request, but stays signed in", async () => {
  const { owner, member } = await testWorkspace();
  for (let i = 0; i < 2; i++) await member.get("/api/projects").expect(200);
  await owner.delete(`/api/members/${member.userId}`).expect(204);
  await member.get("/api/projects").expectError(404, "workspace.not_found");
  await member.get("/api/auth/profile").expect(200);
});
