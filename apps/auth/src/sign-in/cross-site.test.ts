import { beforeAll, expect, test } from "bun:test";
import { createClient, PASSWORD, type Person, registerPerson, testStack } from "../../../../infra/testing/index.ts";
import { registerByToken } from "../testing/people.ts";

let person: Person;
beforeAll(async () => {
  person = await registerPerson();
});

const own = () => testStack().publicUrl;
/** A write by cookie with just these headers. The body is always the same JSON text. */
const write = (headers: Record<string, string>) =>
  createClient(testStack().gatewayUrl, { Cookie: person.headers.Cookie ?? "", ...headers }).patch("/api/auth/profile", '{"name":"Ada"}');

const origins: [string, () => Record<string, string>, boolean][] = [
  ["our origin", () => ({ Origin: own() }), true],
  ["no Origin but Sec-Fetch-Site: same-origin", () => ({ "Sec-Fetch-Site": "same-origin" }), true],
  ["neither", () => ({}), false],
  ["another origin", () => ({ Origin: "https://example.com" }), false],
  ["null", () => ({ Origin: "null" }), false],
  ["our host under another scheme", () => ({ Origin: own().replace("http:", "https:") }), false],
  ["our host with another port", () => ({ Origin: own().replace(/\d+$/, "1") }), false],
  ["our origin as the start of another", () => ({ Origin: `${own()}.example.com` }), false],
  ["another origin that claims same-origin", () => ({ Origin: "https://example.com", "Sec-Fetch-Site": "same-origin" }), false],
  ["a sibling site", () => ({ "Sec-Fetch-Site": "same-site" }), false],
  ["a cross-site page", () => ({ "Sec-Fetch-Site": "cross-site" }), false],
];
const kinds: [string, Record<string, string>, boolean][] = [
  ["JSON", { "Content-Type": "application/json" }, true],
  ["no Content-Type", { "Content-Type": "" }, false],
  ["a form", { "Content-Type": "application/x-www-form-urlencoded" }, false],
  ["plain text", { "Content-Type": "text/plain;charset=UTF-8" }, false],
  ["a multipart form", { "Content-Type": "multipart/form-data; boundary=x" }, false],
];
const matrix = origins.flatMap(([from, headers, fromUs]) =>
  kinds.map(([kind, type, deliberate]) => ({ name: `${from}, ${kind}`, headers, type, allowed: fromUs && deliberate })),
);

test.each(matrix)("a write by cookie: $name", async ({ headers, type, allowed }) => {
  const answer = write({ ...headers(), ...type });
  if (allowed) await answer.expect(200);
  else await answer.expectError(403, "auth.cross_site");
});

test("a write without a body needs the Slate-Client header, which no foreign form can send", async () => {
  const { Cookie = "" } = (await registerPerson()).headers;
  const bare = createClient(testStack().gatewayUrl, { Cookie, Origin: own() });
  await bare.post("/api/auth/logout").expectError(403, "auth.cross_site");
  await bare.post("/api/auth/logout", undefined, { "Slate-Client": "test" }).expect(204);
});

test("a bearer token travels with no request by itself, so it needs none of this", async () => {
  const { bearer } = await registerByToken();
  await bearer.patch("/api/auth/profile", { name: "Ada" }, { Origin: "https://example.com" }).expect(200);
});

test("another site's page cannot sign a visitor in", async () => {
  const foreign = createClient(testStack().gatewayUrl, { Origin: "https://example.com" });
  await foreign.post("/api/auth/login", { email: person.email, password: PASSWORD }).expectError(403, "auth.cross_site");
  const simple = createClient(testStack().gatewayUrl, { "Content-Type": "text/plain" });
  await simple.post("/api/auth/login", JSON.stringify({ email: person.email, password: PASSWORD })).expectError(415, "request.media_type");
});

test("answers never invite other origins", async () => {
  const { headers } = await person.get("/api/auth/profile", { Origin: "https://example.com" });
  expect(headers.get("access-control-allow-origin")).toBeNull();
  expect(headers.get("cache-control")).toBe("no-store");
});
