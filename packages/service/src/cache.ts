import type { Redis } from "ioredis";
import { createMemo } from "./memo.ts";
import type { Metrics } from "./metrics.ts";

const TAG_TTL_SECONDS = 3600;
const NO_POSITION = "0000000000000000";
const OWED_RETRY_MS = 500;
const MEMO_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Renews a tag: a new random part makes every value stored under the old one unreachable, and the WAL position of the write, which only
 * grows, tells readers how far a replica must have come.
 */
const RENEW = `
for i, key in ipairs(KEYS) do
  local position = ARGV[1]
  local old = redis.call('GET', key)
  if old and string.sub(old, 1, 16) > position then position = string.sub(old, 1, 16) end
  redis.call('SET', key, position .. ':' .. ARGV[2], 'EX', ARGV[3])
end
return 1`;

/** A WAL position as 16 hex digits, so that text order is WAL order. `0/16B3748` → `00000000016b3748`. */
export const walPosition = (lsn: string): string =>
  lsn
    .split("/")
    .map((half) => half.padStart(8, "0"))
    .join("")
    .toLowerCase();

export type Cache = ReturnType<typeof createCache>;
/** How fresh a database server must be to fill this entry; null when unknown, so only the primary will do. */
export type Freshness = { position: string } | null;
/** Tags and what they were a moment ago, within this request. */
export type Seen = ReadonlyMap<string, string | null>;
type Loaded<T> = { value: T; position?: string };

/**
 * Values in Redis under versioned tags. A value is valid only while every tag it was stored under is unchanged, so a slow reader can never
 * put an old value in place of a newer one. Concurrent misses in one process load once. Redis away means every read loads.
 */
export function createCache(options: { redis: Redis; ttlSeconds: number; metrics: Metrics }) {
  const { redis, ttlSeconds, metrics } = options;
  const flights = new Map<string, Promise<unknown>>();
  const memo = createMemo(MEMO_LIMIT_BYTES, ttlSeconds * 1000);
  /** Tags whose renewal has not reached Redis. Until it has, this process trusts nothing it finds there. */
  const owed = new Map<string, string>();
  const tagKey = (tag: string) => `tag:${tag}`;
  /**
   * Which run of Redis this is; null until it has said so. A Redis that died may have lost the newest tags and come back with older ones, under which
   * old values would be good again: so values belong to one run, and another begins with none.
   */
  let run: string | null = null;
  const usable = () => redis.status === "ready" && run !== null && owed.size === 0;
  const valueKey = (key: string) => `cache:${run}:${key}`;

  async function meet() {
    const info = await redis.info("server").catch(() => "");
    const met = /^run_id:(\w+)/m.exec(info)?.[1] ?? null;
    if (met !== run) memo.clear();
    run = met;
    await payOwed();
  }
  redis.on("ready", meet);
  redis.on("close", () => {
    run = null;
  });
  if (redis.status === "ready") void meet();

  let paying: Timer | undefined;
  async function payOwed() {
    clearTimeout(paying);
    paying = undefined;
    for (const [tag, position] of [...owed]) {
      try {
        await renewInRedis([tag], position);
        if (owed.get(tag) === position) owed.delete(tag);
      } catch {
        paying = setTimeout(payOwed, OWED_RETRY_MS);
        return;
      }
    }
  }

  const renewInRedis = (tags: string[], position: string) =>
    redis.eval(RENEW, tags.length, ...tags.map(tagKey), position, Bun.randomUUIDv7(), TAG_TTL_SECONDS);

  /** Makes everything stored under `tags` stale. `position` is the WAL position after the commit. Never throws. */
  async function renew(tags: Iterable<string>, position = NO_POSITION): Promise<void> {
    const names = [...new Set(tags)];
    if (names.length === 0) return;
    try {
      await renewInRedis(names, position);
    } catch {
      for (const tag of names) owed.set(tag, position);
      paying ??= setTimeout(payOwed, OWED_RETRY_MS);
    }
  }

  /** What tags are now, for reads that follow at once: asked while something else is, it costs no round trip. Null when Redis cannot say. */
  async function peek(tags: string[]): Promise<Seen | null> {
    if (!usable()) return null;
    try {
      const versions = await redis.mget(tags.map(tagKey));
      return new Map(tags.map((tag, i) => [tag, versions[i] ?? null]));
    } catch {
      return null;
    }
  }

  const versionsOf = async (tags: string[], seen: Seen | null | undefined): Promise<(string | null)[]> =>
    seen && tags.every((tag) => seen.has(tag)) ? tags.map((tag) => seen.get(tag) ?? null) : redis.mget(tags.map(tagKey));

  /** The freshness that `tags` demand of a server; null when Redis cannot say. */
  async function freshness(tags: string[], seen?: Seen | null): Promise<Freshness> {
    if (!usable()) return null;
    try {
      return demandOf(await versionsOf(tags, seen));
    } catch {
      return null;
    }
  }

  /** Returns the stored value, or loads it, stores it and returns it. Values must survive JSON, and are shared: do not change them. */
  async function read<T>(key: string, tags: string[], load: (fresh: Freshness) => Promise<Loaded<T>>, seen?: Seen | null): Promise<T> {
    if (!usable()) return (await load(null)).value;
    let versions: (string | null)[];
    try {
      if (memo.has(key)) {
        versions = await versionsOf(tags, seen);
        const known = memo.get(key, versions.join(" "));
        if (known) {
          metrics.cache.inc({ outcome: "hit" });
          return known.value as T;
        }
      }
      const [stored, ...found] = await redis.mget([valueKey(key), ...tags.map(tagKey)]);
      versions = found;
      const entry = stored ? (JSON.parse(stored) as { tags: (string | null)[]; value: T }) : null;
      if (stored && entry?.tags.every((version, i) => version !== null && version === versions[i])) {
        memo.set(key, versions.join(" "), entry.value, stored.length);
        metrics.cache.inc({ outcome: "hit" });
        return entry.value;
      }
    } catch {
      metrics.cache.inc({ outcome: "down" });
      return (await load(null)).value;
    }
    metrics.cache.inc({ outcome: "miss" });
    const flightKey = `${key} ${versions.join(" ")}`;
    const flight = flights.get(flightKey) as Promise<T> | undefined;
    if (flight) return flight;
    const started = fill(key, tags, versions, load).finally(() => flights.delete(flightKey));
    flights.set(flightKey, started);
    return started;
  }

  async function fill<T>(
    key: string,
    tags: string[],
    versions: (string | null)[],
    load: (fresh: Freshness) => Promise<Loaded<T>>,
  ): Promise<T> {
    const { value, position } = await load(demandOf(versions));
    try {
      const current = await adoptTags(tags, versions, position ?? NO_POSITION);
      await redis.set(valueKey(key), JSON.stringify({ tags: current, value }), "EX", ttlSeconds);
    } catch {
      // Redis went away while we loaded: the value is right, it is just not stored.
    }
    return value;
  }

  /** A tag nobody has written yet (or that Redis lost) begins at the position the value was read at. */
  async function adoptTags(tags: string[], versions: (string | null)[], position: string): Promise<(string | null)[]> {
    if (versions.every((version) => version !== null)) return versions;
    return Promise.all(
      tags.map(async (tag, i) => {
        const known = versions[i];
        if (known) return known;
        const made = `${position}:${Bun.randomUUIDv7()}`;
        const set = await redis.set(tagKey(tag), made, "EX", TAG_TTL_SECONDS, "NX");
        // Somebody renewed it meanwhile: this value may be older than that, so it is stored as already stale.
        return set === "OK" ? made : "superseded";
      }),
    );
  }

  return { read, renew, freshness, peek };
}

function demandOf(versions: (string | null)[]): Freshness {
  let position = NO_POSITION;
  for (const version of versions) {
    if (!version) return null;
    const written = version.slice(0, 16);
    if (written > position) position = written;
  }
  return { position };
}
