import { type Access, formatScopes } from "./scope.ts";
import { readSigner, signToken, TOKEN_LIFETIME_LIMIT_SECONDS } from "./token.ts";

/** A token is replaced this long before it ends, so that none expires on its way to the registry. */
const RENEW_BEFORE_MS = 60_000;
const LIFETIME_MS = TOKEN_LIFETIME_LIMIT_SECONDS * 1000;

export interface TokenSettings {
  keyPem: string;
  certPem: string;
  issuer: string;
  service: string;
  /** The actor in the registry's log; `slate` unless given. */
  subject?: string;
}

export type TokenSource = (access: readonly Access[]) => Promise<string>;

/** Keeps one token per scope. Callers that ask at the same moment share one signature. */
export function createTokenCache(settings: TokenSettings, now: () => number = Date.now): TokenSource {
  const signer = readSigner(settings);
  const { issuer, service, subject = "slate" } = settings;
  const kept = new Map<string, { token: Promise<string>; renewAtMs: number }>();

  return (access) => {
    const scope = formatScopes(access);
    const nowMs = now();
    const found = kept.get(scope);
    if (found && nowMs < found.renewAtMs) return found.token;

    for (const [key, { renewAtMs }] of kept) if (nowMs >= renewAtMs) kept.delete(key); // one entry per project would add up
    const token = signToken(signer, { issuer, service, subject, access, lifetimeSeconds: LIFETIME_MS / 1000, nowMs });
    kept.set(scope, { token, renewAtMs: nowMs + LIFETIME_MS - RENEW_BEFORE_MS });
    return token;
  };
}
