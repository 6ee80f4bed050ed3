import type { GlobalRole, Membership, Permission, Role } from "@slate/schema/api";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Caller } from "./actor.ts";
import type { Cache } from "./cache.ts";
import { looksLikeApiKey, parseApiKey, parseSessionCookie, SESSION_COOKIE, secretMatches } from "./credentials.ts";
import type { Database } from "./db.ts";
import { problems } from "./errors.ts";
import { createTokenVerifier } from "./tokens.ts";

/** Tags that auth renews: on sign-out and revocation the first two, on any change of the person or their memberships the third. */
export const sessionTag = (sessionId: string) => `session:${sessionId}`;
export const keyTag = (keyId: string) => `key:${keyId}`;
export const userTag = (userId: string) => `user:${userId}`;

type SessionRecord = {
  userId: string;
  kind: string;
  secretHash: string | null;
  expiresAt: number;
  authenticatedAt: number;
  name: string;
  avatar: string | null;
  roles: GlobalRole[];
  memberships: Membership[];
};
type KeyRecord = {
  workspaceId: string;
  userId: string;
  name: string;
  scopes: Permission[];
  secretHash: string;
  expiresAt: number;
  role: Role;
};

const OWNERS_LIMIT = 10_000;
const challenge = { headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' } };
const refused = () => problems.unauthenticated(undefined, challenge);

export type Authenticator = ReturnType<typeof createAuthenticator>;

/**
 * Decides who is asking, once per request: cookie, bearer access token or API key. Records come from Redis under tags that auth renews, so
 * an end is felt by the next request; without Redis every request asks PostgreSQL.
 */
export function createAuthenticator(options: {
  db: Database;
  cache: Cache;
  jwksUrl: string;
  issuer: string;
  audience: string;
  idleSeconds: number;
}) {
  const { db, cache } = options;
  const verify = createTokenVerifier(options);
  /** Whose a session or key is never changes, so it may be remembered: it names the second tag without another question. */
  const owners = new Map<string, string>();
  const remember = (id: string, userId: string) => {
    if (owners.size >= OWNERS_LIMIT) owners.clear();
    owners.set(id, userId);
  };

  const lookUp = async <T extends { userId: string }>(
    kind: "session" | "key",
    id: string,
    find: () => Promise<T | null>,
  ): Promise<T | null> => {
    let userId = owners.get(id);
    if (!userId) {
      const found = await find();
      if (!found) return null;
      userId = found.userId;
      remember(id, userId);
      return found;
    }
    const tags = [kind === "session" ? sessionTag(id) : keyTag(id), userTag(userId)];
    return cache.read<T | null>(`${kind}:${id}`, tags, async () => {
      const position = "0".repeat(16); // always read from the primary, so a replica's position does not matter
      return { value: await find(), position };
    });
  };

  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  const findSession = (id: string) => async (): Promise<SessionRecord | null> => {
    const [row] = await db.primary.gate(() =>
      db.primary.orm.execute<Record<string, never>>(
        sql`select * from app.find_session(${id}::uuid, make_interval(secs => ${options.idleSeconds}))`,
      ),
    );
    if (!row) return null;
    const found = SessionRow.parse(row);
    return {
      userId: found.user_id,
      kind: found.kind,
      secretHash: found.secret_hash && hex(found.secret_hash),
      expiresAt: found.expires_at.getTime(),
      authenticatedAt: found.authenticated_at.getTime(),
      name: found.name,
      avatar: found.avatar,
      roles: found.roles,
      memberships: found.memberships,
    };
  };
  const findKey = (id: string) => async (): Promise<KeyRecord | null> => {
    const [row] = await db.primary.gate(() =>
      db.primary.orm.execute<Record<string, never>>(sql`select * from app.find_api_key(${id}::uuid)`),
    );
    if (!row) return null;
    const found = KeyRow.parse(row);
    return {
      workspaceId: found.workspace_id,
      userId: found.user_id,
      name: found.key_name,
      scopes: found.scopes,
      secretHash: hex(found.secret_hash),
      expiresAt: found.expires_at.getTime(),
      role: found.role,
    };
  };

  const callerOfSession = (id: string, record: SessionRecord): Caller => ({
    kind: "person",
    userId: record.userId,
    name: record.name,
    avatar: record.avatar,
    author: { kind: "person", id: record.userId, name: record.name },
    sessionId: id,
    credentialId: id,
    roles: record.roles,
    memberships: record.memberships,
    scopes: null,
    authenticatedAt: new Date(record.authenticatedAt),
    expiresAt: record.expiresAt,
  });

  async function byCookie(value: string): Promise<Caller> {
    const cookie = parseSessionCookie(value);
    if (!cookie) throw refused();
    const record = await lookUp("session", cookie.id, findSession(cookie.id));
    if (record?.kind !== "cookie" || !record.secretHash || record.expiresAt <= Date.now()) throw refused();
    if (!secretMatches(cookie.secret, Buffer.from(record.secretHash, "hex"))) throw refused();
    return callerOfSession(cookie.id, record);
  }

  async function byToken(token: string): Promise<Caller> {
    const claims = await verify(token);
    if (!claims) throw refused();
    const record = await lookUp("session", claims.sid, findSession(claims.sid));
    if (record?.kind !== "token" || record.userId !== claims.sub || record.expiresAt <= Date.now()) throw refused();
    return callerOfSession(claims.sid, record);
  }

  async function byKey(value: string): Promise<Caller> {
    const key = parseApiKey(value);
    if (!key) throw refused();
    const record = await lookUp("key", key.id, findKey(key.id));
    if (!record || record.expiresAt <= Date.now() || !secretMatches(key.secret, Buffer.from(record.secretHash, "hex"))) throw refused();
    return {
      kind: "key",
      userId: record.userId,
      name: record.name,
      avatar: null,
      author: { kind: "key", id: key.id, name: record.name },
      sessionId: null,
      credentialId: key.id,
      roles: [],
      memberships: [{ workspaceId: record.workspaceId, name: "", slug: "", role: record.role }],
      scopes: record.scopes,
      authenticatedAt: new Date(0),
      expiresAt: record.expiresAt,
    };
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
    const [, token] = /^Bearer ([^\s,]+)$/i.exec(authorization) ?? [];
    if (!token) throw refused();
    return { ...(await (looksLikeApiKey(token) ? byKey(token) : byToken(token))), byCookie: false };
  }

  /** Whether a caller accepted earlier is still good: for streams that outlive a request. Null means no longer. */
  async function recheck(caller: Caller): Promise<Caller | null> {
    const id = caller.credentialId;
    if (caller.kind === "key") {
      const record = await lookUp("key", id, findKey(id));
      return record && record.expiresAt > Date.now()
        ? { ...caller, memberships: caller.memberships.map((m) => ({ ...m, role: record.role })) }
        : null;
    }
    const record = await lookUp("session", id, findSession(id));
    return record && record.expiresAt > Date.now() ? callerOfSession(id, record) : null;
  }

  return { authenticate, recheck };
}

const MembershipRow = z.object({ workspaceId: z.uuid(), name: z.string(), slug: z.string(), role: z.custom<Role>() });
const stamp = z.union([z.date(), z.string().transform((s) => new Date(s))]);
const SessionRow = z.object({
  user_id: z.string(),
  kind: z.string(),
  secret_hash: z.instanceof(Uint8Array).nullable(),
  expires_at: stamp,
  authenticated_at: stamp,
  name: z.string(),
  avatar: z.string().nullable(),
  roles: z.array(z.custom<GlobalRole>()),
  memberships: z.array(MembershipRow),
});
const KeyRow = z.object({
  workspace_id: z.string(),
  user_id: z.string(),
  key_name: z.string(),
  scopes: z.array(z.custom<Permission>()),
  secret_hash: z.instanceof(Uint8Array),
  expires_at: stamp,
  role: z.custom<Role>(),
});

const sessionCookies = (header: string): string[] =>
  header
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${SESSION_COOKIE}=`))
    .map((part) => part.slice(SESSION_COOKIE.length + 1));
