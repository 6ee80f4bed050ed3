import { afterAll, expect, test } from "bun:test";
import { Profile, SignIn } from "@slate/schema/api";
import {
  anonymous,
  closeSql,
  cookieOf,
  PASSWORD,
  registerPerson,
  signInAgain,
  sqlAsOwner,
  testWorkspace,
} from "../../../../infra/testing/index.ts";
import { registerByToken, signInByToken } from "../testing/people.ts";

afterAll(closeSql);

const NEW_PASSWORD = "battery-9-lantern-tide";

test("changing the password ends every session and hands this client a new one", async () => {
  const here = await registerPerson();
  const [there, tokens] = await Promise.all([signInAgain(here), signInByToken(here)]);
  const changed = await here.post("/api/auth/password", { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }).expect(200, SignIn);
  for (const client of [here, there, tokens.bearer]) await client.get("/api/auth/profile").expectError(401, "auth.required");
  await anonymous().post("/api/auth/refresh", { refreshToken: tokens.refreshToken }).expectError(401, "auth.refresh_invalid");
  await here
    .with({ Cookie: cookieOf(changed.headers) })
    .get("/api/auth/profile")
    .expect(200);
  await anonymous().post("/api/auth/login", { email: here.email, password: PASSWORD }).expectError(401, "auth.invalid_credentials");
  await anonymous().post("/api/auth/login", { email: here.email, password: NEW_PASSWORD }).expect(200);
});

test("the password changes only for who knows the current one, and not to a common one", async () => {
  const person = await registerPerson();
  const change = (currentPassword: string, newPassword: string) => person.post("/api/auth/password", { currentPassword, newPassword });
  await change("not-the-password", NEW_PASSWORD).expectError(401, "auth.invalid_credentials");
  await change(PASSWORD, "password1").expectError(422, "auth.password_too_common");
  await change(PASSWORD, person.email.split("@")[0] ?? "").expectError(422, "auth.password_too_common");
  await person.get("/api/auth/profile").expect(200);
});

test("a stolen session cannot guess the password for ever", async () => {
  const person = await registerPerson();
  for (let i = 0; i < 10; i++) await person.post("/api/auth/reauthenticate", { password: "not-the-password" }).expect(401);
  await person.post("/api/auth/reauthenticate", { password: PASSWORD }).expectError(429, "request.rate_limited");
});

test("signing in again gives the session a new id and a fresh time, of its own kind", async () => {
  const person = await registerPerson();
  const tokens = await registerByToken();
  await sqlAsOwner()`update sessions set authenticated_at = now() - interval '1 hour' where user_id = ${person.userId}`;
  const renewed = await person.post("/api/auth/reauthenticate", { password: PASSWORD }).expect(200, SignIn);
  await person.get("/api/auth/profile").expectError(401, "auth.required");
  await person
    .with({ Cookie: cookieOf(renewed.headers) })
    .get("/api/auth/profile")
    .expect(200);
  const [row] = await sqlAsOwner()`
    select authenticated_at > now() - interval '1 minute' as fresh from sessions where id = ${renewed.body.profile.session?.id ?? null}`;
  expect(row?.fresh).toBe(true);
  const again = await tokens.bearer.post("/api/auth/reauthenticate", { password: PASSWORD }).expect(200, SignIn);
  expect(again.body.tokens).not.toBeNull();
  expect(again.headers.getSetCookie()).toEqual([]);
});

test("a profile change is seen by the next read, and server-owned fields are refused", async () => {
  const { member } = await testWorkspace();
  await member.patch("/api/auth/profile", { name: "  Maxine  " }).expect(200, Profile);
  const { body } = await member.get("/api/auth/profile").expect(200, Profile);
  expect(body.name).toBe("Maxine");
  for (const field of ["roles", "email", "disabled", "id"])
    await member.patch("/api/auth/profile", { name: "Max", [field]: ["admin"] }).expectError(400, "request.invalid");
  await member.patch("/api/auth/profile", { avatar: "javascript:alert(1)" }).expectError(400, "request.invalid");
});
