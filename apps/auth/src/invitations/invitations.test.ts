import { afterAll, beforeAll, expect, test } from "bun:test";
import { Invitation, InvitationPreview, Membership, NewInvitation, page, SignIn } from "@slate/schema/api";
import {
  anonymous,
  type Client,
  closeSql,
  PASSWORD,
  registerPerson,
  sqlAsOwner,
  testStack,
  testWorkspace,
  tokenOf,
} from "../../../../infra/testing/index.ts";
import { createApp } from "../app.ts";
import { readConfig } from "../config.ts";
import { type Deps, openDeps } from "../deps.ts";

let closed: Deps;
beforeAll(() => {
  closed = openDeps(readConfig({ ...testStack().services.auth, REGISTRATION: "invitation", LOG_LEVEL: "silent" }), null);
});
afterAll(async () => {
  await closed.close();
  await closeSql();
});

const invite = async (client: Client, body: object = {}) => {
  const answer = await client.post("/api/invitations", body).expect(201, NewInvitation);
  return { ...answer.body, token: tokenOf(answer.body.url) };
};
const preview = (token: string) => anonymous().post("/api/invitations/preview", { token });
const accept = (client: Client, token: string) => client.post("/api/invitations/accept", { token });

test("a link shows what it offers, makes its taker a member, and works once", async () => {
  const { owner, outsider, id, name } = await testWorkspace();
  const { token, url } = await invite(owner, { role: "viewer" });
  expect(url).toStartWith(`${testStack().publicUrl}/invite/`);
  const shown = await preview(token).expect(200, InvitationPreview);
  expect(shown.body).toMatchObject({ workspaceName: name, role: "viewer", invitedBy: "Olive", email: null });
  const joined = await accept(outsider, token).expect(200, Membership);
  expect(joined.body).toMatchObject({ workspaceId: id, role: "viewer" });
  await outsider.get("/api/members").expect(200);
  await preview(token).expectError(404, "invitation.not_found");
  await accept(await registerPerson(), token).expectError(404, "invitation.not_found");
});

test("of ten people with one link one gets in", async () => {
  const { owner } = await testWorkspace();
  const { token } = await invite(owner);
  const people = await Promise.all(Array.from({ length: 10 }, () => registerPerson()));
  const answers = await Promise.all(people.map((person) => accept(person, token)));
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array(9).fill(404)]);
});

test("a link for one address is for nobody else, and is not used up by them", async () => {
  const { owner } = await testWorkspace();
  const person = await registerPerson();
  const { token } = await invite(owner, { email: person.email.toUpperCase() });
  await accept(await registerPerson(), token).expectError(403, "invitation.other_address");
  await accept(person, token).expect(200);
});

test("a member cannot use a link again, and leaves it for others", async () => {
  const { owner, viewer, outsider } = await testWorkspace();
  const { token } = await invite(owner, { role: "admin" });
  await accept(viewer, token).expectError(409, "member.exists");
  await accept(outsider, token).expect(200);
});

test("withdrawn and expired links are dead", async () => {
  const { owner, outsider } = await testWorkspace();
  const [withdrawn, expired] = [await invite(owner), await invite(owner)];
  await owner.delete(`/api/invitations/${withdrawn.id}`).expect(204);
  await owner.delete(`/api/invitations/${withdrawn.id}`).expectError(404, "invitation.not_found");
  await sqlAsOwner()`update invitations set expires_at = now() where id = ${expired.id}`;
  for (const { token } of [withdrawn, expired]) {
    await preview(token).expectError(404, "invitation.not_found");
    await accept(outsider, token).expectError(404, "invitation.not_found");
  }
  const { body } = await owner.get("/api/invitations").expect(200, page(Invitation));
  expect(body.items).toEqual([]);
});

test("nobody invites above their own role, and links of who lost that right die", async () => {
  const { owner, admin, outsider } = await testWorkspace();
  await admin.post("/api/invitations", { role: "owner" }).expectError(403, "member.role_too_high");
  const { token } = await invite(admin, { role: "admin" });
  await owner.patch(`/api/members/${admin.userId}`, { role: "member" }).expect(200);
  await accept(outsider, token).expectError(404, "invitation.not_found");
});

test("lists never show a link again, and its token is stored only as a hash", async () => {
  const { owner } = await testWorkspace();
  const { id, token } = await invite(owner);
  const { body } = await owner.get("/api/invitations").expect(200, page(Invitation));
  expect(body.items.map((item) => item.id)).toEqual([id]);
  expect(JSON.stringify(body)).not.toContain(token);
  const [row] = await sqlAsOwner()`select * from invitations where id = ${id}`;
  expect(JSON.stringify(row)).not.toContain(token);
});

test("another workspace's invitation answers as a missing one", async () => {
  const [here, there] = await Promise.all([testWorkspace(), testWorkspace()]);
  const { id, token } = await invite(there.owner);
  await here.owner.delete(`/api/invitations/${id}`).expectError(404, "invitation.not_found");
  await preview(token).expect(200);
});

test("where registration is by invitation, only an invitation makes an account", async () => {
  const { owner, id } = await testWorkspace();
  const app = createApp(closed);
  const register = async (more: object) => {
    const body = JSON.stringify({ email: `${crypto.randomUUID()}@example.com`, password: PASSWORD, name: "Ada", ...more });
    const answer = await app.request("/api/auth/register", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    return { status: answer.status, body: (await answer.json()) as { error?: { code: string } } };
  };
  expect((await register({})).body.error?.code).toBe("auth.registration_closed");
  expect((await register({ invitation: "A".repeat(43) })).body.error?.code).toBe("invitation.not_found");
  const { token } = await invite(owner, { role: "member" });
  const made = await register({ invitation: token });
  expect(made.status).toBe(201);
  expect(SignIn.parse(made.body).profile.memberships).toMatchObject([{ workspaceId: id, role: "member" }]);
});

test("an account that cannot be made leaves the invitation unused", async () => {
  const { owner, member } = await testWorkspace();
  const { token } = await invite(owner);
  const taken = { email: member.email, password: PASSWORD, name: "Max", invitation: token };
  await anonymous().post("/api/auth/register", taken).expectError(409, "auth.email_taken");
  await preview(token).expect(200);
});
