import type { GlobalRole, Membership, Permission, Role } from "@slate/schema/api";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Caller } from "./actor.ts";
import type { Cache } from "./cache.ts";
import type { Database } from "./db.ts";

/** Tags that auth renews: on sign-out and revocation the first two, on any change of the person or their memberships the third. */
export const sessionTag = (sessionId: string) => `session:${sessionId}`;
export const keyTag = (keyId: string) => `key:${keyId}`;
export const userTag = (userId: string) => `user:${userId}`;

/**
 * What somebody acts by: a sign-in session, an API key or, for work that goes on when nobody is there any more, their membership of
 * a workspace (then `id` is the person's).
 */
export type Credential = { kind: "session" | "key"; id: string } | { kind: "member"; id: string; workspaceId: string };

type Acting = Pick<Caller, "kind" | "credentialId" | "sessionId" | "userId" | "memberships">;

/** What a caller acts by. */
export function credentialOf(caller: Acting): Credential {
  if (caller.kind === "key") return { kind: "key", id: caller.credentialId };
  if (caller.sessionId) return { kind: "session", id: caller.sessionId };
  return { kind: "member", id: caller.userId, workspaceId: caller.memberships[0]?.workspaceId ?? "" };
}

type Owned = { userId: string; expiresAt: number };
export type SessionRecord = Owned & {
  kind: string;
  secretHash: string | null;
  authenticatedAt: number;
  name: string;
  avatar: string | null;
  roles: GlobalRole[];
  memberships: Membership[];
};
export type KeyRecord = Owned & { workspaceId: string; name: string; scopes: Permission[]; secretHash: string; role: Role };
type MemberRecord = z.infer<typeof MemberRow>;

const OWNERS_LIMIT = 10_000;

/**
 * Who acts by a credential, as they are now. Records come from Redis under tags that auth renews, so an end is felt by the next request;
 * without Redis every request asks PostgreSQL.
 */
export function createCallers({ db, cache, idleSeconds }: { db: Database; cache: Cache; idleSeconds: number }) {
  /** Whose a session or key is never changes, so it may be remembered: it names the second tag without another question. */
  const owners = new Map<string, string>();
  const remember = (id: string, userId: string) => {
    if (owners.size >= OWNERS_LIMIT) owners.clear();
    owners.set(id, userId);
  };

  const query = async (question: ReturnType<typeof sql>): Promise<Record<string, unknown> | undefined> => {
    const [row] = await db.primary.gate(() => db.primary.orm.execute<Record<string, unknown>>(question));
    return row;
  };
  const cached = <T>(key: string, tags: string[], find: () => Promise<T | null>): Promise<T | null> =>
    cache.read<T | null>(key, tags, async () => {
      const position = "0".repeat(16); // always read from the primary, so a replica's position does not matter
      return { value: await find(), position };
    });

  /** The record of a credential that has not ended. */
  const lookUp = async <T extends Owned>(kind: "session" | "key", id: string, find: () => Promise<T | null>): Promise<T | null> => {
    const userId = owners.get(id);
    const record = userId
      ? await cached(`${kind}:${id}`, [kind === "session" ? sessionTag(id) : keyTag(id), userTag(userId)], find)
      : await find();
    if (!record || record.expiresAt <= Date.now()) return null;
    if (!userId) remember(id, record.userId);
    return record;
  };

  const session = (id: string): Promise<SessionRecord | null> =>
    lookUp("session", id, async () => {
      const row = await query(sql`select * from app.find_session(${id}::uuid, make_interval(secs => ${idleSeconds}))`);
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
    });

  const key = (id: string): Promise<KeyRecord | null> =>
    lookUp("key", id, async () => {
      const row = await query(sql`select * from app.find_api_key(${id}::uuid)`);
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
    });

  const member = (userId: string, workspaceId: string): Promise<MemberRecord | null> =>
    cached(`member:${workspaceId}:${userId}`, [userTag(userId)], async () => {
      const row = await query(sql`select * from app.find_member(${userId}::uuid, ${workspaceId}::uuid)`);
      return row ? MemberRow.parse(row) : null;
    });

  /** Null when the credential is no longer good. Its holder has proved it before; a member needs no proof beyond the service's own. */
  async function find(credential: Credential): Promise<Caller | null> {
    const { id } = credential;
    if (credential.kind === "member") {
      const record = await member(id, credential.workspaceId);
      return record && callerOfMember(id, credential.workspaceId, record);
    }
    if (credential.kind === "key") {
      const record = await key(id);
      return record && callerOfKey(id, record);
    }
    const record = await session(id);
    return record && callerOfSession(id, record);
  }

  return { session, key, find };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

export const callerOfSession = (id: string, record: SessionRecord): Caller => ({
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

export const callerOfKey = (id: string, record: KeyRecord): Caller => ({
  kind: "key",
  userId: record.userId,
  name: record.name,
  avatar: null,
  author: { kind: "key", id, name: record.name },
  sessionId: null,
  credentialId: id,
  roles: [],
  memberships: [{ workspaceId: record.workspaceId, name: "", slug: "", role: record.role }],
  scopes: record.scopes,
  authenticatedAt: new Date(0),
  expiresAt: record.expiresAt,
});

const callerOfMember = (userId: string, workspaceId: string, { name, avatar, role }: MemberRecord): Caller => ({
  kind: "person",
  userId,
  name,
  avatar,
  author: { kind: "person", id: userId, name },
  sessionId: null,
  credentialId: userId,
  roles: [],
  memberships: [{ workspaceId, name: "", slug: "", role }],
  scopes: null,
  authenticatedAt: new Date(0),
  expiresAt: Number.POSITIVE_INFINITY,
});

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
const MemberRow = z.object({ name: z.string(), avatar: z.string().nullable(), role: z.custom<Role>() });
