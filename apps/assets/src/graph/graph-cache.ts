import type { Graph } from "./compact-graph.ts";

type Loading = { since: number; graph: Promise<Graph> };

export type GraphCache = ReturnType<typeof createGraphCache>;

/**
 * Graphs in memory, the least recently used dropped first when together they hold more than `limitBytes`. A graph answers only for the version
 * that it was loaded at; a load under way is shared by all who ask for that version or an older one.
 */
export function createGraphCache(limitBytes: number) {
  const kept = new Map<string, Graph>();
  const loading = new Map<string, Loading>();
  let bytes = 0;

  const drop = (key: string) => {
    bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };

  function keep(key: string, graph: Graph): void {
    if ((kept.get(key)?.version ?? -1) > graph.version) return;
    drop(key);
    // One that alone is too large is answered from, but not kept.
    if (graph.bytes > limitBytes) return;
    kept.set(key, graph);
    bytes += graph.bytes;
    // A Map keeps the order of insertion, so the first is the one used longest ago.
    for (const oldest of kept.keys()) {
      if (bytes <= limitBytes) break;
      drop(oldest);
    }
  }

  return {
    /** The graph under `key` at `version` or newer. `load` must read what was committed before it is called. */
    async get(key: string, version: number, load: () => Promise<Graph>): Promise<Graph> {
      const known = kept.get(key);
      if (known?.version === version) {
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      const underWay = loading.get(key);
      if (underWay && underWay.since >= version) return underWay.graph;
      const started: Loading = { since: version, graph: load() };
      loading.set(key, started);
      try {
        const graph = await started.graph;
        keep(key, graph);
        return graph;
      } finally {
        if (loading.get(key) === started) loading.delete(key);
      }
    },
  };
}
