import { decodeProtectedHeader, importJWK, type JWK, jwtVerify } from "jose";
import { z } from "zod";

export const ACCESS_TOKEN_TYPE = "at+jwt";
export const ACCESS_TOKEN_ALGORITHM = "EdDSA";
const LEEWAY_SECONDS = 30;
const LONGEST_LIFE_SECONDS = 600;
const TOKEN_LIMIT_BYTES = 8192;
const REFETCH_AFTER_MS = 30_000;
const FETCH_TIMEOUT_MS = 2000;
const FORBIDDEN_HEADERS = ["jku", "x5u", "x5c", "jwk", "b64", "crit"];

const Claims = z.object({ sub: z.uuid(), sid: z.uuid(), jti: z.uuid(), iat: z.number().int(), exp: z.number().int() });
export type AccessClaims = z.infer<typeof Claims>;
const KeySet = z.object({ keys: z.array(z.object({ kid: z.string(), kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() })) });

/**
 * Verifies access tokens against auth's published keys (RFC 8725, RFC 9068). Keys are looked up by exact `kid` in a loaded map; an unknown
 * `kid` causes at most one fetch per 30 s. Resolves to undefined for every failure alike; throws only when keys
 * were never loaded and auth cannot be reached.
 */
export function createTokenVerifier(options: { jwksUrl: string; issuer: string; audience: string }) {
  let keys = new Map<string, CryptoKey | Uint8Array>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  const load = async () => {
    const response = await fetch(options.jwksUrl, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`JWKS answered ${response.status}`);
    const set = KeySet.parse(await response.json());
    keys = new Map(await Promise.all(set.keys.map(async (jwk) => [jwk.kid, await importJWK(jwk as JWK, ACCESS_TOKEN_ALGORITHM)] as const)));
    fetchedAt = performance.now();
  };
  const keyFor = async (kid: string) => {
    const known = keys.get(kid);
    if (known) return known;
    if (performance.now() - fetchedAt >= REFETCH_AFTER_MS) {
      fetching ??= load().finally(() => {
        fetching = undefined;
      });
      await fetching;
    }
    return keys.get(kid);
  };

  return async function verify(token: string): Promise<AccessClaims | undefined> {
    if (token.length > TOKEN_LIMIT_BYTES) return undefined;
    let kid: string;
    try {
      const header = decodeProtectedHeader(token);
      if (header.alg !== ACCESS_TOKEN_ALGORITHM || typeof header.kid !== "string") return undefined;
      if (FORBIDDEN_HEADERS.some((name) => name in header)) return undefined;
      kid = header.kid;
    } catch {
      return undefined;
    }
    const key = await keyFor(kid);
    if (!key) return undefined;
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ACCESS_TOKEN_ALGORITHM],
        typ: ACCESS_TOKEN_TYPE,
        issuer: options.issuer,
        audience: options.audience,
        clockTolerance: LEEWAY_SECONDS,
      });
      const claims = Claims.parse(payload);
      return claims.exp - claims.iat <= LONGEST_LIFE_SECONDS ? claims : undefined;
    } catch {
      return undefined;
    }
  };
}
