import { decodeProtectedHeader, importJWK, type JWK, jwtVerify } from "jose";
import { z } from "zod";

export const TOKEN_ALGORITHM = "EdDSA";
const LEEWAY_SECONDS = 30;
const TOKEN_LIMIT_BYTES = 8192;
const REFETCH_AFTER_MS = 30_000;
const FETCH_TIMEOUT_MS = 2000;
const FORBIDDEN_HEADERS = ["jku", "x5u", "x5c", "jwk", "b64", "crit"];

const Lifetime = z.object({ jti: z.uuid(), iat: z.number().int(), exp: z.number().int() });

/** A kind of token: what its header calls it, what it says, and how long one may live. Neither kind passes for the other. */
type TokenKind<T extends z.ZodType<z.infer<typeof Lifetime>>> = { type: string; claims: T; longestLifeSeconds: number };

/** Says which sign-in session its bearer belongs to (RFC 9068). */
export const ACCESS_TOKEN = {
  type: "at+jwt",
  claims: Lifetime.extend({ sub: z.uuid(), sid: z.uuid() }),
  longestLifeSeconds: 600,
};

/** Says that service `sub` asks in the name of somebody: whose credential `act` names, in `workspace` (RFC 8693). */
export const SERVICE_TOKEN = {
  type: "service+jwt",
  claims: Lifetime.extend({
    sub: z.string().min(1),
    workspace: z.uuid(),
    act: z.object({ kind: z.enum(["session", "key", "member"]), id: z.uuid() }),
  }),
  longestLifeSeconds: 300,
};

const KeySet = z.object({ keys: z.array(z.object({ kid: z.string(), kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() })) });

/**
 * Verifies tokens against auth's published keys (RFC 8725). Keys are looked up by exact `kid` in a loaded map; an unknown `kid` causes at most
 * one fetch per 30 s. Resolves to undefined for every failure alike; throws only when keys were never loaded and auth cannot be reached.
 */
export function createTokenVerifier(options: { jwksUrl: string; issuer: string }) {
  let keys = new Map<string, CryptoKey | Uint8Array>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  const load = async () => {
    const response = await fetch(options.jwksUrl, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`JWKS answered ${response.status}`);
    const set = KeySet.parse(await response.json());
    keys = new Map(await Promise.all(set.keys.map(async (jwk) => [jwk.kid, await importJWK(jwk as JWK, TOKEN_ALGORITHM)] as const)));
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

  return async function verify<T extends z.ZodType<z.infer<typeof Lifetime>>>(
    token: string,
    kind: TokenKind<T>,
    audience: string,
  ): Promise<z.infer<T> | undefined> {
    if (token.length > TOKEN_LIMIT_BYTES) return undefined;
    let kid: string;
    try {
      const header = decodeProtectedHeader(token);
      if (header.alg !== TOKEN_ALGORITHM || typeof header.kid !== "string") return undefined;
      if (FORBIDDEN_HEADERS.some((name) => name in header)) return undefined;
      kid = header.kid;
    } catch {
      return undefined;
    }
    const key = await keyFor(kid);
    if (!key) return undefined;
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [TOKEN_ALGORITHM],
        typ: kind.type,
        issuer: options.issuer,
        audience,
        clockTolerance: LEEWAY_SECONDS,
      });
      const claims = kind.claims.parse(payload);
      return claims.exp - claims.iat <= kind.longestLifeSeconds ? claims : undefined;
    } catch {
      return undefined;
    }
  };
}
