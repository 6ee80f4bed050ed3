import { expect, test } from "bun:test";
import { connect, nanos, StorageType } from "nats";
import { eventually, testStack } from "../../../infra/testing/index.ts";
import { startConsumer } from "./consume.ts";
import { createLog } from "./log.ts";
import { createMetrics } from "./metrics.ts";

test("a stream that was lost and made anew is consumed as the one before", async () => {
  const { natsUrl, secrets } = testStack();
  const nats = await connect({ servers: natsUrl, user: "admin", pass: secrets.nats.admin });
  const manager = await nats.jetstreamManager();
  const stream = `TEST-${crypto.randomUUID()}`;
  const makeStream = () =>
    manager.streams.add({ name: stream, subjects: [`test.${stream}.>`], storage: StorageType.Memory, max_age: nanos(60_000) });
  await makeStream();
  const heard: string[] = [];
  const consumer = startConsumer({
    nats: Promise.resolve(nats),
    stream,
    durable: "reader",
    filterSubject: `test.${stream}.>`,
    ackWaitMs: 5000,
    maxInFlight: 10,
    log: createLog("test", "silent"),
    metrics: createMetrics("test"),
    async handle({ id }) {
      heard.push(id);
      return { do: "ack" };
    },
  });
  try {
    for (let round = 1; round <= 2; round++) {
      const id = crypto.randomUUID();
      const about = { workspaceId: crypto.randomUUID(), projectId: null, userId: null, actor: null, at: new Date().toISOString() };
      await nats
        .jetstream()
        .publish(
          `test.${stream}.workspace.deleted`,
          JSON.stringify({ schemaVersion: 1, id, type: "workspace.deleted", data: {}, ...about }),
        );
      await eventually(() => expect(heard).toContain(id), 40_000);
      await manager.streams.delete(stream);
      if (round === 1) await makeStream();
    }
    expect(heard).toHaveLength(2);
  } finally {
    await consumer.stop();
    await nats.close();
  }
}, 90_000);
