import type { Database } from "./db.ts";

/** How long an answer is used: the collection waits longer than this before it begins. */
const KNOWN_MS = 1000;

/** Tells a registry client until when the registry takes no writes: null when it does, which many uploads a second may ask. */
export function registryFence({ primary }: Pick<Database, "primary">): () => Promise<Date | null> {
  let known: { until: Promise<Date | null>; atMs: number } | undefined;
  const ask = () =>
    primary.gate(async () => {
      const [row] = await primary.sql<{ ms: number | null }[]>`select extract(epoch from app.registry_fence())::float8 * 1000 as ms`;
      return row?.ms ? new Date(row.ms) : null;
    });
  return () => {
    if (known && performance.now() - known.atMs < KNOWN_MS) return known.until;
    const asked = { until: ask(), atMs: performance.now() };
    known = asked;
    asked.until.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked.until;
  };
}
