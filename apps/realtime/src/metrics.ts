import { Counter, Gauge, Histogram, type Registry } from "prom-client";

export type RealtimeMetrics = ReturnType<typeof createRealtimeMetrics>;

/** Prometheus metrics of this service alone. */
export function createRealtimeMetrics(registry: Registry) {
  const registers = [registry];
  return {
    open: new Gauge({ name: "slate_streams_open", help: "Event streams that are open", registers }),
    opened: new Counter({
      name: "slate_streams_opened_total",
      help: "Streams opened, by how they began: hello, memory, fetch or reset",
      labelNames: ["start"],
      registers,
    }),
    ended: new Counter({ name: "slate_streams_ended_total", help: "Streams ended, by reason", labelNames: ["reason"], registers }),
    refused: new Counter({ name: "slate_streams_refused_total", help: "Streams refused, by reason", labelNames: ["reason"], registers }),
    received: new Counter({ name: "slate_stream_events_received_total", help: "Events read from JetStream", registers }),
    unreadable: new Counter({
      name: "slate_stream_events_unreadable_total",
      help: "Messages that are no event of the catalogue",
      registers,
    }),
    sent: new Counter({ name: "slate_stream_events_sent_total", help: "Events handed to streams, live", registers }),
    replayed: new Counter({
      name: "slate_stream_events_replayed_total",
      help: "Events handed to streams on reconnect, by where they came from",
      labelNames: ["source"],
      registers,
    }),
    pending: new Gauge({ name: "slate_stream_pending_events", help: "Events in JetStream that have not reached this process", registers }),
    delay: new Histogram({
      name: "slate_stream_delay_seconds",
      help: "From an event's time to its hand-over to streams",
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
      registers,
    }),
    people: new Gauge({ name: "slate_presence_tabs", help: "Tabs on the presence board", registers }),
  };
}
