import type { Redis } from "ioredis";

const SYNC_MS = 100;

/** `total` is what Redis answered last; the rest is what this process counted since, sent and not yet answered or not sent. */
type Counter = { total: number; sent: number; unsent: number };

/**
 * Counts per key and window of time, shared by all replicas. Counting is local and immediate; ten times a second each process adds what it counted
 * to Redis and learns what the others did. So a limit is exact within a process, and among replicas it may be passed by what arrives
 * within one sync. Without Redis each process counts for itself (security M3).
 */
export function createSharedCounters(redis: Redis, windowSeconds: number) {
  const counters = new Map<string, Counter>();
  const unsent = new Map<string, Counter>();
  const windowMs = windowSeconds * 1000;
  let timer: Timer | undefined;
  let window = 0;

  async function sync(): Promise<void> {
    timer = undefined;
    if (redis.status !== "ready") return;
    const pipeline = redis.pipeline();
    const sending = [...unsent.values()].map((counter) => ({ counter, amount: counter.unsent }));
    for (const [key, counter] of unsent) {
      pipeline.incrby(`limit:${key}:${window}`, counter.unsent).expire(`limit:${key}:${window}`, windowSeconds);
      counter.sent += counter.unsent;
      counter.unsent = 0;
    }
    unsent.clear();
    const answers = await pipeline.exec().catch(() => null);
    for (const [i, { counter, amount }] of sending.entries()) {
      const total = answers?.[2 * i]?.[1];
      counter.total = typeof total === "number" ? Math.max(counter.total, total) : counter.total + amount;
      counter.sent -= amount;
    }
  }

  return {
    /** Counts one; answers how many there were in this window, and when it ends. */
    add(key: string): { used: number; resetSeconds: number } {
      const now = Date.now();
      const current = Math.floor(now / windowMs);
      if (current !== window) {
        counters.clear();
        unsent.clear();
        window = current;
      }
      let counter = counters.get(key);
      if (!counter) {
        counter = { total: 0, sent: 0, unsent: 0 };
        counters.set(key, counter);
      }
      counter.unsent++;
      unsent.set(key, counter);
      if (!timer) timer = setTimeout(sync, SYNC_MS);
      const used = counter.total + counter.sent + counter.unsent;
      return { used, resetSeconds: Math.ceil(((current + 1) * windowMs - now) / 1000) };
    },
  };
}
