import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export type Metrics = ReturnType<typeof createMetrics>;

/** Prometheus metrics that every service has. */
export function createMetrics(service: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    request: new Histogram({
      name: "http_request_duration_seconds",
      help: "Time to answer, by route",
      labelNames: ["method", "route", "status"],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    cache: new Counter({ name: "slate_cache_reads_total", help: "Cached reads by outcome", labelNames: ["outcome"], registers }),
    read: new Counter({ name: "slate_database_reads_total", help: "Reads by server", labelNames: ["server"], registers }),
    outbox: new Gauge({ name: "slate_outbox_oldest_seconds", help: "Age of the oldest event not yet published", registers }),
    published: new Counter({ name: "slate_outbox_published_total", help: "Events published", registers }),
    consumed: new Counter({
      name: "slate_events_consumed_total",
      help: "Events handled, by verdict",
      labelNames: ["consumer", "verdict"],
      registers,
    }),
  };
}
