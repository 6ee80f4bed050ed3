import { connect, DiscardPolicy, nanos, RetentionPolicy, StorageType, type StreamConfig } from "nats";

const DAY_MS = 24 * 60 * 60 * 1000;
const MIB = 1024 * 1024;

/** The streams of account SLATE. nats-server before 2.10 cannot sync every message, so outbox and inbox are the guarantee. */
const streams: Partial<StreamConfig>[] = [
  { name: "SLATE", subjects: ["slate.>"], max_age: nanos(7 * DAY_MS), max_bytes: 2048 * MIB },
  { name: "SPARK", subjects: ["spark.>"], max_age: nanos(7 * DAY_MS), max_bytes: 1024 * MIB },
  { name: "DLQ", subjects: ["dlq.>"], max_age: nanos(30 * DAY_MS), max_bytes: 256 * MIB },
].map((stream) => ({
  ...stream,
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  discard: DiscardPolicy.Old,
  duplicate_window: nanos(10 * 60 * 1000),
  num_replicas: 1,
}));

/** Creates the streams, or brings existing ones to this shape. */
export async function applyStreams(server: { url: string; user: string; password: string }): Promise<void> {
  const connection = await connect({ servers: server.url, user: server.user, pass: server.password, timeout: 5000 });
  try {
    const manager = await connection.jetstreamManager();
    const present = new Map((await manager.streams.list().next()).map(({ config }) => [config.name, config]));
    for (const stream of streams) {
      const name = stream.name as string;
      const current = present.get(name);
      // Only when something differs: nats-server 2.9 forgets when a stream was made once it is updated, and readers take it for a new one.
      if (!current) await manager.streams.add(stream);
      else if (!Bun.deepMatch(stream, current)) await manager.streams.update(name, stream);
    }
  } finally {
    await connection.close();
  }
}
