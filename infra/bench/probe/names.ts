/** What the bare server reads and hears. */
export const PROBE_KEY = "bench:probe";
export const PROBE_SUBJECT = "bench.probe";
