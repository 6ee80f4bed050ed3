import type { Caller } from "./actor.ts";
import type { Cache } from "./cache.ts";
import { callerOfKey, callerOfSession, createCallers, credentialOf } from "./callers.ts";
import { looksLikeApiKey, parseApiKey, parseSessionCookie, SESSION_COOKIE, secretMatches } from "./credentials.ts";
import type { Database } from "./db.ts";
import { problems } from "./errors.ts";
import { ACCESS_TOKEN, createTokenVerifier, SERVICE_TOKEN } from "./tokens.ts";

const challenge = { headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' } };
const refused = () => problems.unauthenticated(undefined, challenge);

/** A service asks, in the name of a caller, in one workspace. */
export type ServiceCall = { service: string; caller: Caller; workspaceId: string };

export type Authenticator = ReturnType<typeof createAuthenticator>;

/**
 * Decides who is asking, once per request: by cookie, bearer access token or API key; on routes between services by a token that says for
 * whom a service asks.
 */
export function createAuthenticator(options: {
  service: string;
  db: Database;
  cache: Cache;
  jwksUrl: string;
  issuer: string;
  audience: string;
  idleSeconds: number;
}) {
  const callers = createCallers(options);
  const verify = createTokenVerifier(options);

  async function byCookie(value: string): Promise<Caller> {
    const cookie = parseSessionCookie(value);
    if (!cookie) throw refused();
    const record = await callers.session(cookie.id);
    if (record?.kind !== "cookie" || !record.secretHash) throw refused();
    if (!secretMatches(cookie.secret, Buffer.from(record.secretHash, "hex"))) throw refused();
    return callerOfSession(cookie.id, record);
  }

  async function byToken(token: string): Promise<Caller> {
    const claims = await verify(token, ACCESS_TOKEN, options.audience);
    if (!claims) throw refused();
    const record = await callers.session(claims.sid);
    if (record?.kind !== "token" || record.userId !== claims.sub) throw refused();
    return callerOfSession(claims.sid, record);
  }

  async function byKey(value: string): Promise<Caller> {
    const key = parseApiKey(value);
    if (!key) throw refused();
    const record = await callers.key(key.id);
    if (!record || !secretMatches(key.secret, Buffer.from(record.secretHash, "hex"))) throw refused();
    return callerOfKey(key.id, record);
  }

  /** The caller, or undefined when the request carries no credential. Throws `auth.required` for a bad one. */
  async function authenticate(headers: Headers): Promise<(Caller & { byCookie: boolean }) | undefined> {
    const cookies = sessionCookies(headers.get("cookie") ?? "");
    const authorization = headers.get("authorization");
    if (cookies.length > 1) throw problems.invalid("More than one session cookie was sent");
    if (cookies[0] !== undefined && authorization !== null)
      throw problems.invalid("Send a session cookie or an Authorization header, not both");
    if (cookies[0] !== undefined) return { ...(await byCookie(cookies[0])), byCookie: true };
    if (authorization === null) return undefined;
    const token = bearerOf(authorization);
    if (!token) throw refused();
    return { ...(await (looksLikeApiKey(token) ? byKey(token) : byToken(token))), byCookie: false };
  }

  /** Who asks through which service. Takes no other credential, and `authenticate` takes not this one. Throws `auth.required`. */
  async function authenticateService(headers: Headers): Promise<ServiceCall> {
    const token = bearerOf(headers.get("authorization") ?? "");
    const claims = token && (await verify(token, SERVICE_TOKEN, options.service));
    if (!claims) throw refused();
    const { sub: service, act, workspace: workspaceId } = claims;
    // Looked up again, since what the token was made for may have ended, and roles change.
    const caller = await callers.find({ ...act, workspaceId });
    if (!caller) throw refused();
    return { service, caller, workspaceId };
  }

  /** Whether a caller accepted earlier is still good: for streams that outlive a request. Null means no longer. */
  const recheck = (caller: Caller): Promise<Caller | null> => callers.find(credentialOf(caller));

  return { authenticate, authenticateService, find: callers.find, recheck };
}

const bearerOf = (authorization: string): string | undefined => /^Bearer ([^\s,]+)$/i.exec(authorization)?.[1];

const sessionCookies = (header: string): string[] =>
  header
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${SESSION_COOKIE}=`))
    .map((part) => part.slice(SESSION_COOKIE.length + 1));
