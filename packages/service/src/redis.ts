import { Redis } from "ioredis";
import type { Log } from "./log.ts";

/**
 * A client that never makes a request wait for Redis: no offline queue, one short timeout per command. Callers treat an error as
 * "no answer" and go on (security M2, M3).
 */
export function connectRedis(options: { url: string; timeoutMs: number; log: Log }): Redis {
  const redis = new Redis(options.url, {
    commandTimeout: options.timeoutMs,
    connectTimeout: 1000,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2000),
  });
  let down = false;
  redis.on("error", (error: Error) => {
    if (!down) options.log.warn({ err: error.message }, "redis is away");
    down = true;
  });
  redis.on("ready", () => {
    if (down) options.log.info("redis is back");
    down = false;
  });
  return redis;
}
