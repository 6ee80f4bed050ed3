/** Entries larger than this are not worth their memory here. */
const ENTRY_LIMIT_BYTES = 64 * 1024;

type Entry = { versions: string; value: unknown; bytes: number; until: number };

/**
 * What Redis holds, once more in this process, so that a hit costs neither transfer nor parsing. It decides nothing: an entry counts only while
 * the tags in Redis are what they were when it was stored, so every read still asks for them. Values are shared: do not change them.
 */
export function createMemo(limitBytes: number, ttlMs: number) {
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const drop = (key: string, entry: Entry) => {
    entries.delete(key);
    bytes -= entry.bytes;
  };

  return {
    clear(): void {
      entries.clear();
      bytes = 0;
    },
    has: (key: string): boolean => entries.has(key),
    get(key: string, versions: string): { value: unknown } | undefined {
      const entry = entries.get(key);
      if (!entry) return undefined;
      if (entry.versions === versions && entry.until > performance.now()) return entry;
      drop(key, entry);
      return undefined;
    },
    set(key: string, versions: string, value: unknown, size: number): void {
      const old = entries.get(key);
      if (old) drop(key, old);
      if (size > ENTRY_LIMIT_BYTES) return;
      entries.set(key, { versions, value, bytes: size, until: performance.now() + ttlMs });
      bytes += size;
      // A Map keeps the order of insertion, so the first entry is the oldest.
      for (const [oldest, entry] of entries) {
        if (bytes <= limitBytes) break;
        drop(oldest, entry);
      }
    },
  };
}
