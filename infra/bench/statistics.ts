/** The value below which a share `p` (0 to 1) of `values` lies; NaN when there are none. */
export function percentile(values: number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

export const median = (values: number[]): number => percentile(values, 0.5);

/** `median 3.1, p95 8.0, longest 12.4 ms` */
export const describeTimes = (ms: number[]): string =>
  `median ${median(ms).toFixed(1)}, p95 ${percentile(ms, 0.95).toFixed(1)}, longest ${Math.max(...ms).toFixed(1)} ms`;
