import type { Redis } from "ioredis";
import type { NatsConnection } from "nats";
import { createAddressReader } from "./address.ts";
import { type Authenticator, createAuthenticator } from "./authenticate.ts";
import { createCache } from "./cache.ts";
import type { ServiceEnv } from "./config.ts";
import { openDatabase } from "./db.ts";
import { createLog, type Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { connectNats } from "./nats.ts";
import { createRateLimits, type RateLimits } from "./rate-limit.ts";
import { connectRedis } from "./redis.ts";
import { startRelay } from "./relay.ts";
import type { TransactDeps } from "./transact.ts";

/** What every service holds for its whole life. Services add their own to it in `deps.ts`. */
export type Kit = TransactDeps & {
  env: ServiceEnv;
  log: Log;
  redis: Redis;
  /** Resolves at the first connection; NATS may come later than we do. */
  nats: Promise<NatsConnection>;
  authenticator: Authenticator;
  rateLimits: RateLimits;
  clientAddress: (peer: string, forwardedFor: string | undefined) => string;
  /** False once SIGTERM came: readiness says so while requests in flight finish. */
  lifecycle: { draining: boolean };
  close(): Promise<void>;
};

/** Opens a service's dependencies without waiting for any of them. `workerUrl` is null for services without background work. */
export function openKit(service: string, env: ServiceEnv, workerUrl: string | null): Kit {
  const log = createLog(service, env.LOG_LEVEL);
  const metrics = createMetrics(service);
  const db = openDatabase({
    url: env.DATABASE_URL,
    replicaUrl: env.DATABASE_REPLICA_URL,
    workerUrl,
    socketFolder: env.DATABASE_SOCKET_FOLDER,
    prepare: env.DATABASE_PREPARE,
    pools: { primary: env.DATABASE_POOL_PRIMARY, replica: env.DATABASE_POOL_REPLICA, worker: env.DATABASE_POOL_WORKER },
    poolWaitMs: env.DATABASE_POOL_WAIT_MS,
    name: service,
  });
  const redis = connectRedis({ url: env.REDIS_URL, timeoutMs: env.REDIS_TIMEOUT_MS, log });
  const cache = createCache({ redis, ttlSeconds: env.CACHE_TTL_SECONDS, metrics });
  const nats = connectNats({ url: env.NATS_URL, user: env.NATS_USER, password: env.NATS_PASSWORD, name: service, log });
  const relay = workerUrl ? startRelay({ service, db, nats, log, metrics }) : null;
  const authenticator = createAuthenticator({
    service,
    db,
    cache,
    jwksUrl: env.AUTH_JWKS_URL,
    issuer: env.PUBLIC_URL,
    audience: env.PUBLIC_URL,
    idleSeconds: env.SESSION_IDLE_SECONDS,
  });
  return {
    service,
    env,
    log,
    metrics,
    db,
    redis,
    cache,
    nats,
    authenticator,
    rateLimits: createRateLimits(redis, env),
    clientAddress: createAddressReader(env.TRUSTED_PROXIES),
    lifecycle: { draining: false },
    nudgeRelay: () => relay?.nudge(),
    async close() {
      await relay?.stop();
      await Promise.race([nats.then((connection) => connection.drain()).catch(() => {}), Bun.sleep(1000)]);
      redis.disconnect();
      await db.close();
    },
  };
}
