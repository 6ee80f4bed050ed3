import type { UserSettings } from "@slate/schema/api";
import { userSettings, users } from "@slate/schema/db";
import { type Caller, checkVersion, problems, type Queries, read, type Scope, type Tx, transact } from "@slate/service";
import { and, eq, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";

type Settings = UserSettings["settings"];
export type VersionedSettings = UserSettings & { version: number };
/** Which version a write replaces; 0 is "none yet". */
export type Expected = number | "any";

const settingsTag = (userId: string) => `settings:${userId}`;

/** A person's settings; version 0 and empty before the first write. */
export const getSettings = (deps: Deps, scope: Scope, { userId }: Caller): Promise<VersionedSettings> =>
  read(deps, scope, { key: `settings:${userId}`, tags: [settingsTag(userId)] }, (q) => find(q, userId));

/** Replaces a person's settings. Throws `request.stale`, and `request.too_large` past the limit. */
export async function putSettings(
  deps: Deps,
  scope: Scope,
  { userId }: Caller,
  settings: Settings,
  expected: Expected,
): Promise<VersionedSettings> {
  const limitBytes = deps.config.SETTINGS_LIMIT_BYTES;
  if (Buffer.byteLength(JSON.stringify(settings)) > limitBytes) throw problems.tooLarge(`Settings are at most ${limitBytes} bytes of JSON`);
  return transact(deps, scope, async (tx) => {
    const row = await write(tx, userId, settings, expected);
    if (!row) {
      checkVersion(expected, (await find(tx, userId)).version);
      throw problems.stale();
    }
    tx.emit("user.settings_changed", { userId, version: row.version }, { userId });
    tx.touch(settingsTag(userId));
    return toSettings(row);
  });
}

/** One compare-and-set statement; undefined when the version is another. */
async function write(tx: Tx, userId: string, settings: Settings, expected: Expected) {
  if (expected === 0) {
    const [made] = await tx.insert(userSettings).values({ userId, settings }).onConflictDoNothing().returning();
    return made;
  }
  const next = { settings, version: sql`${userSettings.version} + 1`, updatedAt: sql`now()` };
  const [row] =
    expected === "any"
      ? await tx
          .insert(userSettings)
          .values({ userId, settings })
          .onConflictDoUpdate({ target: userSettings.userId, set: next })
          .returning()
      : await tx
          .update(userSettings)
          .set(next)
          .where(and(eq(userSettings.userId, userId), eq(userSettings.version, expected)))
          .returning();
  return row;
}

async function find(q: Queries, userId: string): Promise<VersionedSettings> {
  const [row] = await q.select().from(userSettings).where(eq(userSettings.userId, userId));
  if (row) return toSettings(row);
  const [user] = await q.select({ createdAt: users.createdAt }).from(users).where(eq(users.id, userId));
  return { settings: {}, version: 0, updatedAt: (user?.createdAt ?? new Date(0)).toISOString() };
}

const toSettings = (row: typeof userSettings.$inferSelect): VersionedSettings => ({
  settings: row.settings as Settings,
  version: row.version,
  updatedAt: row.updatedAt.toISOString(),
});
