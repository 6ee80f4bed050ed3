const firstMs = 500;
const longestMs = 30_000;

/**
 * How long to wait before attempt number `attempt` (from 0): twice as long each time, spread by chance so that a thousand
 * browsers do not come back in the same moment.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** attempt);
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}
