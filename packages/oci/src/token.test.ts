import { expect, test } from "bun:test";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { decodeProtectedHeader, jwtVerify } from "jose";
import { repositoryAccess } from "./scope.ts";
import { newRepository, readTestRegistry } from "./test-registry.ts";
import { mintRegistryToken, type RegistryTokenRequest } from "./token.ts";
import { createTokenCache } from "./token-cache.ts";

const { url, token: settings } = await readTestRegistry();
const mint = (repo: string, changed: Partial<RegistryTokenRequest> = {}) =>
  mintRegistryToken({ ...settings, subject: "ada", access: [repositoryAccess(repo, "pull", "push")], lifetimeSeconds: 300, ...changed });
const startUpload = (repo: string, token: string) =>
  fetch(`${url}/v2/${repo}/blobs/uploads/`, { method: "POST", headers: { authorization: `Bearer ${token}` } });

test("the registry takes a token for exactly what it allows", async () => {
  const repo = newRepository();
  expect((await startUpload(repo, await mint(repo))).status).toBe(202);

  const refused = {
    "for another repository": await mint(newRepository()),
    "without push": await mint(repo, { access: [repositoryAccess(repo, "pull")] }),
    expired: await mint(repo, { nowMs: Date.now() - (300 + 90) * 1000 }), // the registry allows a minute of clock difference
    "for another service": await mint(repo, { service: "other" }),
    "by another issuer": await mint(repo, { issuer: "other" }),
  };
  for (const [why, token] of Object.entries(refused)) expect([why, (await startUpload(repo, token)).status]).toEqual([why, 401]);
});

test("a token carries its certificate and whole seconds, and verifies against that certificate", async () => {
  const token = await mint("a/b", { nowMs: Date.now() - 123.456 });
  const { alg, x5c } = decodeProtectedHeader(token);
  expect(alg).toBe("RS256");
  const certificate = new X509Certificate(Buffer.from(x5c?.[0] ?? "", "base64"));
  const { payload } = await jwtVerify(token, certificate.publicKey);
  expect(payload).toMatchObject({ iss: settings.issuer, aud: settings.service, sub: "ada" });
  expect(payload.access).toEqual([{ type: "repository", name: "a/b", actions: ["pull", "push"] }]);
  for (const seconds of [payload.iat, payload.nbf, payload.exp]) expect(Number.isInteger(seconds)).toBe(true);
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
});

test("a token that would live longer than five minutes is not made", async () => {
  for (const lifetimeSeconds of [301, 0, -1, Number.NaN]) await expect(mint("a/b", { lifetimeSeconds })).rejects.toThrow(RangeError);
});

test("a key that does not belong to the certificate is found before the registry refuses it", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const keyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  await expect(mint("a/b", { keyPem })).rejects.toThrow("does not belong");
});

test("a token is signed once per scope, shared by simultaneous callers, and renewed a minute before it ends", async () => {
  let nowMs = Date.now();
  const tokens = createTokenCache(settings, () => nowMs);
  const pull = [repositoryAccess("a/b", "pull")];

  const [first, same] = await Promise.all([tokens(pull), tokens([repositoryAccess("a/b", "pull")])]);
  expect(same).toBe(first);
  expect(await tokens([repositoryAccess("a/b", "pull", "push")])).not.toBe(first);
  expect(await tokens([repositoryAccess("a/c", "pull")])).not.toBe(first);

  nowMs += 239_000;
  expect(await tokens(pull)).toBe(first);
  nowMs += 1_000;
  expect(await tokens(pull)).not.toBe(first);
});
