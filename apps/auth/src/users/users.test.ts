import { afterAll, expect, test } from "bun:test";
import { page, User } from "@slate/schema/api";
import { closeSql, registerPerson, signInAgain } from "../../../../infra/testing/index.ts";
import { registerAdmin, signInByToken } from "../testing/people.ts";

afterAll(closeSql);

test("administrators find people by part of a name or address, and read wildcards as text", async () => {
  const [admin, person] = await Promise.all([registerAdmin(), registerPerson("Grace")]);
  const find = async (q: string) =>
    (await admin.get(`/api/users?q=${encodeURIComponent(q)}`).expect(200, page(User))).body.items.map(({ id }) => id);
  expect(await find(person.email.slice(3, -5).toUpperCase())).toEqual([person.userId]);
  expect(await find("%")).toEqual([]);
  await admin.get(`/api/users/${person.userId}`).expect(200, User);
  await admin.get(`/api/users/${Bun.randomUUIDv7()}`).expectError(404, "user.not_found");
});

test("a new role ends the person's sessions, and is theirs at the next sign-in", async () => {
  const [admin, person] = await Promise.all([registerAdmin(), registerPerson()]);
  const tokens = await signInByToken(person);
  await admin.patch(`/api/users/${person.userId}`, { roles: ["admin"] }).expect(200, User);
  await person.get("/api/auth/profile").expectError(401, "auth.required");
  await tokens.bearer.get("/api/auth/profile").expectError(401, "auth.required");
  const again = await signInAgain(person);
  await again.get("/api/users?limit=1").expect(200);
  await admin.patch(`/api/users/${person.userId}`, { roles: [] }).expect(200, User);
  await again.get("/api/users?limit=1").expectError(401, "auth.required");
});

test("unknown roles and server-owned fields are refused", async () => {
  const [admin, person] = await Promise.all([registerAdmin(), registerPerson()]);
  for (const body of [{ roles: ["root"] }, { email: "x@example.com" }, { passwordHash: "x" }])
    await admin.patch(`/api/users/${person.userId}`, body).expectError(400, "request.invalid");
});

test("an enabled person can sign in again", async () => {
  const [admin, person] = await Promise.all([registerAdmin(), registerPerson()]);
  await admin.patch(`/api/users/${person.userId}`, { disabled: true }).expect(200);
  await admin.patch(`/api/users/${person.userId}`, { disabled: false }).expect(200);
  await (await signInAgain(person)).get("/api/auth/profile").expect(200);
});
