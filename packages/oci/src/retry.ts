import { RegistryError } from "./errors.ts";

export interface RetryPolicy {
  /** How often in all, the first try included. */
  attempts: number;
  /** Wait before the second try; doubled each time, with jitter so that many callers do not return at once. */
  delayMs: number;
  /** No try begins later than this after the first. */
  withinMs: number;
}

/** Repeats what failed with a retryable `RegistryError`. Only for calls that may safely happen twice. */
export async function withRetry<T>({ attempts, delayMs, withinMs }: RetryPolicy, attempt: () => Promise<T>): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RegistryError && error.retryable) || tried >= attempts) throw error;
      const backoffMs = delayMs * 2 ** (tried - 1) * (0.5 + Math.random() / 2);
      const waitMs = Math.max(backoffMs, error.retryAfterMs ?? 0);
      if (performance.now() + waitMs > endMs) throw error;
      await Bun.sleep(waitMs);
    }
  }
}
