import type { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { addressGroup } from "./address.ts";
import type { ServiceEnv } from "./config.ts";
import { problems } from "./errors.ts";
import { createSharedCounters } from "./shared-counters.ts";

export type RateLimits = ReturnType<typeof createRateLimits>;
export type Limit = { name: string; points: number; windowSeconds: number };
export type LimitState = { limit: Limit; remaining: number; resetSeconds: number };

/**
 * An exact limit, counted in Redis with every take: for what must not be tried often, such as passwords. Without Redis each process counts
 * for itself (security M3).
 */
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
  const counters = createSharedCounters(redis, windowSeconds);
  const limits = {
    address: { name: "address", points: env.RATE_LIMIT_PER_ADDRESS, windowSeconds },
    credential: { name: "credential", points: env.RATE_LIMIT_PER_CREDENTIAL, windowSeconds },
    workspace: { name: "workspace", points: env.RATE_LIMIT_PER_WORKSPACE, windowSeconds },
  };
  const take = (limit: Limit, key: string): LimitState => {
    const { used, resetSeconds } = counters.add(`${limit.name}:${key}`);
    const state = { limit, remaining: Math.max(0, limit.points - used), resetSeconds };
    if (used > limit.points) {
      throw problems.rateLimited(undefined, { headers: { ...limitHeaders([state]), "Retry-After": String(resetSeconds) } });
    }
    return state;
  };
  return {
    /** Counts one request against each party that is known. Throws `request.rate_limited`. */
    take(who: { address: string; credentialId?: string; workspaceId?: string }): LimitState[] {
      const states = [take(limits.address, addressGroup(who.address))];
      if (who.credentialId) states.push(take(limits.credential, who.credentialId));
      if (who.workspaceId) states.push(take(limits.workspace, who.workspaceId));
      return states;
    },
  };
}

/** `RateLimit-Policy` and `RateLimit` (IETF draft-ietf-httpapi-ratelimit-headers). */
export const limitHeaders = (states: LimitState[]): Record<string, string> => ({
  "RateLimit-Policy": states.map(({ limit }) => `"${limit.name}";q=${limit.points};w=${limit.windowSeconds}`).join(", "),
  RateLimit: states.map((state) => `"${state.limit.name}";r=${state.remaining};t=${state.resetSeconds}`).join(", "),
});
