import type { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { addressGroup } from "./address.ts";
import type { ServiceEnv } from "./config.ts";
import { problems } from "./errors.ts";

export type RateLimits = ReturnType<typeof createRateLimits>;
export type Limit = { name: string; points: number; windowSeconds: number };
export type LimitState = { limit: Limit; remaining: number; resetSeconds: number };

/** A counter shared by all replicas through Redis; without Redis each process counts for itself (security M3). */
export function createLimiter(redis: Redis, limit: Limit) {
  const shared = { points: limit.points, duration: limit.windowSeconds, keyPrefix: `limit:${limit.name}` };
  const limiter = new RateLimiterRedis({
    ...shared,
    storeClient: redis,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory(shared),
    inMemoryBlockOnConsumed: limit.points + 1,
  });
  const stateOf = (result: RateLimiterRes): LimitState => ({
    limit,
    remaining: Math.max(0, result.remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
  });
  return {
    limit,
    /** Counts one. Throws `request.rate_limited` with the standard headers when there is none left. */
    async take(key: string): Promise<LimitState> {
      try {
        return stateOf(await limiter.consume(key));
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const state = stateOf(error);
        throw problems.rateLimited(undefined, { headers: { ...limitHeaders([state]), "Retry-After": String(state.resetSeconds) } });
      }
    },
    /** Forgets what was counted: after a success that proves the earlier failures harmless. */
    forget: (key: string) => limiter.delete(key).catch(() => false),
  };
}
export type Limiter = ReturnType<typeof createLimiter>;

/** The three limits that every authenticated request counts against. */
export function createRateLimits(redis: Redis, env: ServiceEnv) {
  const windowSeconds = env.RATE_LIMIT_WINDOW_SECONDS;
  const address = createLimiter(redis, { name: "address", points: env.RATE_LIMIT_PER_ADDRESS, windowSeconds });
  const credential = createLimiter(redis, { name: "credential", points: env.RATE_LIMIT_PER_CREDENTIAL, windowSeconds });
  const workspace = createLimiter(redis, { name: "workspace", points: env.RATE_LIMIT_PER_WORKSPACE, windowSeconds });
  return {
    /** Counts one request against each party that is known. */
    take: (who: { address: string; credentialId?: string; workspaceId?: string }): Promise<LimitState[]> =>
      Promise.all([
        address.take(addressGroup(who.address)),
        ...(who.credentialId ? [credential.take(who.credentialId)] : []),
        ...(who.workspaceId ? [workspace.take(who.workspaceId)] : []),
      ]),
  };
}

/** `RateLimit-Policy` and `RateLimit` (IETF draft-ietf-httpapi-ratelimit-headers). */
export const limitHeaders = (states: LimitState[]): Record<string, string> => ({
  "RateLimit-Policy": states.map(({ limit }) => `"${limit.name}";q=${limit.points};w=${limit.windowSeconds}`).join(", "),
  RateLimit: states.map((state) => `"${state.limit.name}";r=${state.remaining};t=${state.resetSeconds}`).join(", "),
});
