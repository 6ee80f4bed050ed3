import { Hono } from "hono";
import { Redis } from "ioredis";
import { connect } from "nats";
import { PROBE_KEY, PROBE_SUBJECT } from "./names.ts";

/** The least a server can do for the same answers: one GET for `/probe/read`, one subscription for `/probe/events`. */
const { PORT, REDIS_URL = "", NATS_URL, NATS_PASSWORD } = process.env;
const redis = new Redis(REDIS_URL, { enableAutoPipelining: true });
const nats = await connect({ servers: NATS_URL, user: "admin", pass: NATS_PASSWORD });
const readers = new Set<ReadableStreamDefaultController<Uint8Array>>();
nats.subscribe(PROBE_SUBJECT, {
  callback: (_, message) => {
    for (const reader of readers) reader.enqueue(message.data);
  },
});

const app = new Hono();
app.get("/probe/read", async (c) => c.body((await redis.get(PROBE_KEY)) ?? "", 200, { "Content-Type": "application/json" }));
app.get("/probe/events", () => {
  let own: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      own = controller;
      own.enqueue(new TextEncoder().encode(": open\n\n")); // Bun sends the head with the first bytes of the body
      readers.add(own);
    },
    cancel: () => void readers.delete(own),
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
});
const server = Bun.serve({ hostname: "127.0.0.1", port: PORT, idleTimeout: 120, fetch: app.fetch });
process.once("SIGTERM", () => void Promise.all([server.stop(true), nats.close()]).finally(() => process.exit(0)));
