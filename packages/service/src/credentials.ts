import { timingSafeEqual } from "node:crypto";

export const SESSION_COOKIE = "__Host-slate";
const KEY_PREFIX = "slate";

/** A secret of 256 random bits, base64url. */
export const makeSecret = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");

export const sha256 = (data: string | Uint8Array): Uint8Array => new Bun.CryptoHasher("sha256").update(data).digest();

/** Compares a presented secret with a stored SHA-256, in constant time. */
export function secretMatches(secret: string, storedHash: Uint8Array): boolean {
  const hash = sha256(secret);
  return hash.length === storedHash.length && timingSafeEqual(hash, storedHash);
}

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const COOKIE = new RegExp(`^(${UUID})\\.([A-Za-z0-9_-]{43})$`);
const API_KEY = new RegExp(`^${KEY_PREFIX}_(${UUID})_([A-Za-z0-9_-]{43})$`);

type Credential = { id: string; secret: string };
const split = (pattern: RegExp, value: string): Credential | undefined => {
  const match = pattern.exec(value);
  return match?.[1] && match[2] ? { id: match[1], secret: match[2] } : undefined;
};

/** `<session id>.<secret>`: the id finds the row, only the secret proves anything. */
export const parseSessionCookie = (value: string) => split(COOKIE, value);
export const formatSessionCookie = (id: string, secret: string) => `${id}.${secret}`;
/** `slate_<key id>_<secret>` (security G1). */
export const parseApiKey = (value: string) => split(API_KEY, value);
export const formatApiKey = (id: string, secret: string) => `${KEY_PREFIX}_${id}_${secret}`;
export const looksLikeApiKey = (value: string) => value.startsWith(`${KEY_PREFIX}_`);
