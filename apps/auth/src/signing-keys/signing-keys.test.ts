import { afterAll, expect, test } from "bun:test";
import { decodeProtectedHeader } from "jose";
import { closeSql, sqlAsOwner } from "../../../../infra/testing/index.ts";
import { program, registerAdmin, registerByToken, signInByToken } from "../testing/people.ts";

afterAll(closeSql);

const publishedKids = async () => {
  const { body, headers } = await program().get("/.well-known/jwks.json").expect(200);
  const { keys } = body as { keys: Record<string, unknown>[] };
  for (const key of keys) expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
  expect(headers.get("cache-control")).toBe("public, max-age=15");
  return keys.map(({ kid }) => kid);
};
const kidOf = (token: string) => decodeProtectedHeader(token).kid;

test("a new signing key is published before it signs, and tokens of the old one stay good", async () => {
  const [admin, holder] = await Promise.all([registerAdmin(), registerByToken()]);
  const oldKid = kidOf(holder.accessToken);
  const { body } = await admin.post("/api/auth/signing-keys/rotate").expect(201);
  const { kid, activeFrom } = body as { kid: string; activeFrom: string };
  expect(new Date(activeFrom).getTime()).toBeGreaterThan(Date.now() + 45_000);
  expect(await publishedKids()).toEqual(expect.arrayContaining([kid, oldKid]));
  const soon = await signInByToken(holder);
  expect(kidOf(soon.accessToken)).not.toBe(kid);
  await holder.bearer.get("/api/auth/profile").expect(200);
  await soon.bearer.get("/api/auth/profile").expect(200);
});

test("private keys are sealed at rest", async () => {
  for (const row of await sqlAsOwner()`select public_jwk, private_jwk_sealed from signing_keys`) {
    expect(row.public_jwk.d).toBeUndefined();
    expect(row.private_jwk_sealed).toMatch(/^[\w-]{100,}$/);
  }
});
