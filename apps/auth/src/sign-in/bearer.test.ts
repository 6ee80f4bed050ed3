import { afterAll, beforeAll, expect, test } from "bun:test";
import { unseal } from "@slate/service";
import { exportJWK, generateKeyPair, importJWK, type JWTPayload, SignJWT } from "jose";
import { closeSql, cookieOf, registerPerson, signInAgain, sqlAsOwner, testStack } from "../../../../infra/testing/index.ts";
import { fromAddress, program, registerByToken, type TokenHolder } from "../testing/people.ts";

afterAll(closeSql);

let holder: TokenHolder;
let realKey: { kid: string; key: CryptoKey | Uint8Array };
beforeAll(async () => {
  holder = await registerByToken();
  const [row] = await sqlAsOwner()`select * from signing_keys where active_from <= now() order by active_from desc limit 1`;
  const secret = testStack().services.auth?.AUTH_SECRET ?? "";
  realKey = { kid: row?.kid, key: await importJWK(JSON.parse(unseal(secret, row?.kid, row?.private_jwk_sealed)), "EdDSA") };
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const nowSeconds = () => Math.floor(Date.now() / 1000);
const claims = (changes: Record<string, unknown> = {}): JWTPayload => {
  const { publicUrl } = testStack();
  const all = {
    iss: publicUrl,
    aud: publicUrl,
    sub: holder.userId,
    sid: holder.sessionId,
    jti: crypto.randomUUID(),
    iat: nowSeconds(),
    exp: nowSeconds() + 300,
    ...changes,
  };
  return JSON.parse(JSON.stringify(all));
};
/** A token signed with the key that auth itself signs with: only what is changed is wrong. */
const genuine = (changes: Record<string, unknown> = {}, header: Record<string, unknown> = {}) =>
  new SignJWT(claims(changes)).setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid: realKey.kid, ...header } as never).sign(realKey.key);

const ask = (token: string) => program({ Authorization: `Bearer ${token}` }).get("/api/auth/profile");

test("the tokens made here are good until something is changed in them", async () => {
  await ask(await genuine()).expect(200);
});

type Attack = [name: string, forge: () => Promise<string>];
const hmac = (alg: string, key: string) => async () => {
  const body = `${encode({ alg, typ: "at+jwt", kid: realKey.kid })}.${encode(claims())}`;
  return `${body}.${new Bun.CryptoHasher("sha256", key).update(body).digest("base64url")}`;
};
const unsigned = (alg: string) => async () => `${encode({ alg, typ: "at+jwt", kid: realKey.kid })}.${encode(claims())}.`;
const attacks: Attack[] = [
  ["alg none", unsigned("none")],
  ["alg None", unsigned("None")],
  ["alg nOnE", unsigned("nOnE")],
  ["HS256 keyed with the public key", () => publicKeyText().then((key) => hmac("HS256", key)())],
  ["HS256 with an empty key", hmac("HS256", "\0")],
  [
    "a key of the attacker's under our kid",
    async () => {
      const { privateKey } = await generateKeyPair("EdDSA");
      return new SignJWT(claims()).setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid: realKey.kid }).sign(privateKey);
    },
  ],
  [
    "a key of the attacker's inside the header",
    async () => {
      const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true });
      const header = { alg: "EdDSA", typ: "at+jwt", kid: realKey.kid, jwk: await exportJWK(publicKey) };
      return new SignJWT(claims()).setProtectedHeader(header as never).sign(privateKey);
    },
  ],
  ["an unknown kid", () => genuine({}, { kid: "unknown" })],
  ["a kid that is a path", () => genuine({}, { kid: "../../../../dev/null" })],
  ["a kid that is SQL", () => genuine({}, { kid: "' or '1'='1" })],
  ["no kid", () => genuine({}, { kid: undefined })],
  ...(["jku", "x5u"] as const).map((name): Attack => [name, () => genuine({}, { [name]: "https://example.com/keys.json" })]),
  ["x5c", () => genuine({}, { x5c: ["MIIB"] })],
  ["crit", async () => resigned({ alg: "EdDSA", typ: "at+jwt", kid: realKey.kid, crit: ["exp"], exp: 1 }, claims())],
  ["b64", async () => resigned({ alg: "EdDSA", typ: "at+jwt", kid: realKey.kid, b64: true }, claims())],
  ["expired", () => genuine({ iat: nowSeconds() - 400, exp: nowSeconds() - 100 })],
  ["not valid yet", () => genuine({ nbf: nowSeconds() + 300 })],
  ["living longer than ten minutes", () => genuine({ exp: nowSeconds() + 3600 })],
  ["another audience", () => genuine({ aud: "https://example.com" })],
  ["another issuer", () => genuine({ iss: "https://example.com" })],
  ["an ID token's type", () => genuine({}, { typ: "JWT" })],
  ["no type", () => genuine({}, { typ: undefined })],
  ...["iss", "aud", "sub", "sid", "jti", "iat", "exp"].map((name): Attack => [`no ${name}`, () => genuine({ [name]: undefined })]),
  ["a text for exp", () => genuine({ exp: "tomorrow" }).catch(async () => resigned(undefined, { ...claims(), exp: "tomorrow" as never }))],
  ["somebody else's sub", () => genuine({ sub: Bun.randomUUIDv7() })],
  ["an unknown session", () => genuine({ sid: Bun.randomUUIDv7() })],
  ["a changed signature", async () => `${(await genuine()).slice(0, -4)}AAAA`],
  ["a refresh token", async () => holder.refreshToken],
  ["nothing", async () => "x"],
];

async function publicKeyText(): Promise<string> {
  const { body } = await program().get("/.well-known/jwks.json").expect(200);
  return JSON.stringify((body as { keys: unknown[] }).keys[0]);
}
async function resigned(header: Record<string, unknown> | undefined, payload: JWTPayload): Promise<string> {
  const body = `${encode(header ?? { alg: "EdDSA", typ: "at+jwt", kid: realKey.kid })}.${encode(payload)}`;
  const signature = await crypto.subtle.sign("Ed25519", realKey.key as CryptoKey, Buffer.from(body));
  return `${body}.${Buffer.from(signature).toString("base64url")}`;
}

test.each(attacks)("a bearer token is refused like every other bad one: %s", async (_, forge) => {
  const answer = await ask(await forge()).expectError(401, "auth.required");
  expect(answer.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
  expect(answer.body.error.message).toBe("Sign in first");
});

test("a token longer than 8 KiB is refused unread, also by a service without a gateway before it", async () => {
  const long = await genuine({ filler: "x".repeat(7000) });
  await fromAddress("127.0.0.1")
    .get("/api/auth/profile", { Authorization: `Bearer ${long}` })
    .expectError(401, "auth.required");
  await ask(long).expectError(431, "request.headers_too_large");
});

test.each(["Basic", "Token", "JWT", "bearer bearer"])("the scheme %s is not taken", async (scheme) => {
  await program({ Authorization: `${scheme} ${holder.accessToken}` })
    .get("/api/auth/profile")
    .expectError(401, "auth.required");
});

test("a token in the address authenticates nobody", async () => {
  await program().get(`/api/auth/profile?access_token=${holder.accessToken}`).expectError(401, "auth.required");
});

test("cookie and bearer together are refused, even both good and of one person", async () => {
  const browser = await signInAgain({ email: holder.email, userId: holder.userId, name: "Ada" });
  await browser
    .with({ Authorization: `Bearer ${holder.accessToken}` })
    .get("/api/auth/profile")
    .expectError(400, "request.invalid");
});

test("two session cookies are refused", async () => {
  const { headers } = await registerPerson();
  await program({ Cookie: `${headers.Cookie}; ${headers.Cookie}` })
    .get("/api/auth/profile")
    .expectError(400, "request.invalid");
});

test("a session's cookie is no bearer token, and its id no access token", async () => {
  const { headers } = await registerPerson();
  const value = headers.Cookie?.split("=")[1] ?? "";
  await ask(value).expectError(401, "auth.required");
  const { headers: login } = await program()
    .post("/api/auth/login", { email: holder.email, password: "correct-horse-7-staple" })
    .expect(200);
  const [, cookieSession = ""] = /=([0-9a-f-]{36})\./.exec(cookieOf(login)) ?? [];
  await ask(await genuine({ sid: cookieSession })).expectError(401, "auth.required");
});
