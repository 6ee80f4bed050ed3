import { signingKeys } from "@slate/schema/db";
import { ACCESS_TOKEN, type Kit, type Queries, SERVICE_TOKEN, TOKEN_ALGORITHM, unseal } from "@slate/service";
import { desc, sql } from "drizzle-orm";
import { importJWK, type JWTPayload, SignJWT } from "jose";
import { makeKey } from "./make-key.ts";

/** How long a read of the keys is good; far below the lead that a new key is published before it signs. */
const REREAD_MS = 5000;
/** A retired key stays published until every token it signed has expired, with the verifiers' leeway. */
const PUBLISHED_AFTER_RETIREMENT = sql`interval '1 hour'`;

type Key = { kid: string; publicJwk: Record<string, unknown>; activeFrom: Date; sign: CryptoKey | Uint8Array };
export type Keyring = ReturnType<typeof createKeyring>;

/** Serializes those who make keys, among all replicas, until their transaction ends. */
export const lockKeys = (q: Queries) => q.execute(sql`select pg_advisory_xact_lock(hashtext('auth'), hashtext('signing_keys'))`);

/**
 * The keys that sign tokens. The first is made when there is none. Keys once read keep working while the database is away.
 */
export function createKeyring(kit: Kit, options: { secret: string; tokenSeconds: number }) {
  let keys: Key[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const readKeys = () =>
    kit.db.primary.gate(() =>
      kit.db.primary.orm.transaction(async (q) => {
        const published = () =>
          q
            .select()
            .from(signingKeys)
            .where(sql`${signingKeys.retiredAt} is null or ${signingKeys.retiredAt} > now() - ${PUBLISHED_AFTER_RETIREMENT}`)
            .orderBy(desc(signingKeys.activeFrom));
        const found = await published();
        if (found.length > 0) return found;
        await lockKeys(q);
        const madeMeanwhile = await published();
        if (madeMeanwhile.length > 0) return madeMeanwhile;
        // A minute ago, so that it signs at once whatever the rounding and whosever clock is behind.
        return q
          .insert(signingKeys)
          .values({ ...(await makeKey(options.secret)), activeFrom: sql`now() - interval '1 minute'` })
          .returning();
      }),
    );

  const load = async () => {
    const rows = await readKeys();
    keys = await Promise.all(
      rows.map(async (row) => ({
        kid: row.kid,
        publicJwk: row.publicJwk,
        activeFrom: row.activeFrom,
        sign: await importJWK(JSON.parse(unseal(options.secret, row.kid, row.privateJwkSealed)), TOKEN_ALGORITHM),
      })),
    );
    readAt = performance.now();
  };

  const current = async (): Promise<Key[]> => {
    if (performance.now() - readAt < REREAD_MS) return keys;
    reading ??= load().finally(() => {
      reading = undefined;
    });
    try {
      await reading;
    } catch (error) {
      if (keys.length === 0) throw error;
      kit.log.warn({ err: String(error) }, "signing keys could not be read again");
    }
    return keys;
  };

  /** Signs with the newest key that is active. */
  const sign = async (type: string, claims: JWTPayload, lifeSeconds: number): Promise<string> => {
    const now = Date.now();
    const key = (await current()).find(({ activeFrom }) => activeFrom.getTime() <= now);
    if (!key) throw new Error("No signing key is active");
    const issuedAt = Math.floor(now / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, typ: type, kid: key.kid })
      .setIssuer(kit.env.PUBLIC_URL)
      .setJti(crypto.randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifeSeconds)
      .sign(key.sign);
  };

  return {
    /** Every key that a living token may have been signed with, and those about to sign. */
    publicKeys: async () => (await current()).map((key) => key.publicJwk),
    /** Makes the next use read the database. */
    forget: () => {
      readAt = Number.NEGATIVE_INFINITY;
    },
    /** Signs an access token for a session (RFC 9068). */
    signAccessToken: ({ userId, sessionId }: { userId: string; sessionId: string }): Promise<string> =>
      sign(ACCESS_TOKEN.type, { sub: userId, aud: kit.env.PUBLIC_URL, sid: sessionId }, options.tokenSeconds),
    /** Signs a token for a service that asks another one in somebody's name (RFC 8693). */
    signServiceToken: (claims: { sub: string; aud: string; workspace: string; act: { kind: string; id: string } }): Promise<string> =>
      sign(SERVICE_TOKEN.type, claims, SERVICE_TOKEN.longestLifeSeconds),
  };
}
