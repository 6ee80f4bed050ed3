import { expect, test } from "bun:test";
import { UserSettings } from "@slate/schema/api";
import { registerPerson } from "../../../../infra/testing/index.ts";

const path = "/api/auth/settings";
const put = (person: Awaited<ReturnType<typeof registerPerson>>, settings: unknown, headers: Record<string, string> = {}) =>
  person.put(path, { settings }, headers);

test("settings are empty at version 0 until somebody writes, and a stale writer is told", async () => {
  const person = await registerPerson();
  const empty = await person.get(path).expect(200, UserSettings);
  expect([empty.body.settings, empty.headers.get("etag")]).toEqual([{}, '"0"']);
  await put(person, { theme: "dark" }).expectError(428, "request.if_match_required");
  const first = await put(person, { theme: "dark" }, { "If-Match": '"0"' }).expect(200, UserSettings);
  expect(first.headers.get("etag")).toBe('"1"');
  await put(person, { theme: "light" }, { "If-Match": '"0"' }).expectError(412, "request.stale");
  await put(person, { theme: "light" }, { "If-None-Match": "*" }).expectError(412, "request.stale");
  await put(person, { theme: "light" }, { "If-Match": 'W/"1"' }).expectError(412, "request.stale");
  await put(person, { theme: "light" }, { "If-Match": "1" }).expectError(400, "request.invalid");
  await put(person, { theme: "light" }, { "If-Match": "*" }).expect(200);
  const now = await person.get(path).expect(200, UserSettings);
  expect([now.body.settings, now.headers.get("etag")]).toEqual([{ theme: "light" }, '"2"']);
  expect((await person.get(path, { "If-None-Match": '"2"' })).status).toBe(304);
});

test("of ten writers of one version one wins", async () => {
  const person = await registerPerson();
  const rounds: Record<string, string>[] = [{ "If-None-Match": "*" }, { "If-Match": '"1"' }];
  for (const headers of rounds) {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => put(person, { i }, headers)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array(9).fill(412)]);
  }
});

test("settings past 64 KiB are refused", async () => {
  const person = await registerPerson();
  await put(person, { text: "x".repeat(64 * 1024) }, { "If-Match": "*" }).expectError(413, "request.too_large");
  await put(person, { text: "x".repeat(63 * 1024) }, { "If-Match": "*" }).expect(200);
});

test("settings are a person's own", async () => {
  const [ada, bob] = await Promise.all([registerPerson(), registerPerson("Bob")]);
  await put(ada, { secret: "ada's" }, { "If-Match": "*" }).expect(200);
  expect((await bob.get(path).expect(200, UserSettings)).body.settings).toEqual({});
});

test("what no column can hold is refused, not stored and not an error of ours", async () => {
  const person = await registerPerson();
  const deep = `${'{"a":'.repeat(70)}1${"}".repeat(70)}`;
  const headers = { "If-Match": "*", "Content-Type": "application/json" };
  for (const body of ['{"settings":{"a":"\\u0000"}}', '{"settings":{"a":"\\ud800"}}', `{"settings":${deep}}`, '{"settings":{"a":1e999}}'])
    await person.put(path, body, headers).expectError(400, "request.invalid");
});
