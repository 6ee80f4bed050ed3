import type { Log } from "@slate/service";
import { AckPolicy, createInbox, DeliverPolicy, type JetStreamManager, type Msg, type NatsConnection, nanos } from "nats";
import type { RealtimeMetrics } from "../metrics.ts";
import { epochOf } from "./event-id.ts";
import type { Feed, StreamState } from "./feed.ts";
import { infoOf } from "./message-info.ts";

export const STREAM = "SLATE";
const HEARTBEAT_MS = 1000;
const SILENCE_MS = 3500;
const RETRY_MS = 250;

type Options = { nats: Promise<NatsConnection>; inboxes: string; feed: Feed; metrics: RealtimeMetrics; log: Log };

/**
 * Reads the stream into the feed for as long as the process lives, through one ordered consumer. It counts deliveries itself: a gap, silence,
 * a lost connection or a stream made anew all end the consumer, and another begins right after the last event read.
 */
export function followStream({ nats, inboxes, feed, metrics, log }: Options): { stop(): Promise<void> } {
  let stopping = false;
  let endConsumer = (_reason: string) => {};

  const consume = async (connection: NatsConnection) => {
    const { promise: ended, resolve } = Promise.withResolvers<string>();
    endConsumer = resolve;
    const manager = await connection.jetstreamManager({ checkAPI: false });
    const startAfter = feed.resume(await readStreamState(manager));
    const inbox = createInbox(inboxes);
    let delivered = 0;
    let heardAtMs = performance.now();

    const receive = (error: Error | null, message: Msg) => {
      if (error) return resolve(error.message);
      heardAtMs = performance.now();
      if (message.headers?.code === 100) {
        const lastDelivered = message.headers.get("Nats-Last-Consumer");
        if (lastDelivered && Number(lastDelivered) !== delivered) resolve("a gap before a heartbeat");
        const stalled = message.headers.get("Nats-Consumer-Stalled");
        if (stalled) connection.publish(stalled);
        else if (message.reply) message.respond();
        return;
      }
      const info = infoOf(message);
      if (info.deliverySeq !== delivered + 1) return resolve("a gap between deliveries");
      delivered = info.deliverySeq;
      feed.append(info.streamSeq, message.data);
      metrics.pending.set(info.pending);
      if (info.pending === 0) feed.caughtUp();
    };
    const subscription = connection.subscribe(inbox, {
      callback: (error, message) => {
        try {
          receive(error, message);
        } catch (cause) {
          resolve(String(cause));
        }
      },
    });
    const watch = setInterval(() => performance.now() - heardAtMs > SILENCE_MS && resolve("silence"), HEARTBEAT_MS);
    try {
      const consumer = await manager.consumers.add(STREAM, {
        deliver_subject: inbox,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: startAfter + 1,
        ack_policy: AckPolicy.None,
        flow_control: true,
        idle_heartbeat: nanos(HEARTBEAT_MS),
        mem_storage: true,
        num_replicas: 1,
      });
      if (consumer.num_pending === 0 && consumer.delivered.consumer_seq === 0) feed.caughtUp();
      const reason = await ended;
      if (!stopping) log.warn({ reason, position: feed.position }, "the consumer ended; another begins");
      if (!connection.isClosed()) await manager.consumers.delete(STREAM, consumer.name).catch(() => {}); // it also ends by itself
    } finally {
      clearInterval(watch);
      subscription.unsubscribe();
    }
  };

  const run = async () => {
    const connection = await nats;
    void (async () => {
      for await (const { type } of connection.status()) if (type === "disconnect" || type === "reconnect") endConsumer(type);
    })();
    while (!stopping) {
      await consume(connection).catch((error) => {
        if (!stopping) log.warn({ err: String(error) }, "the stream could not be read; trying again");
      });
      if (!stopping) await Bun.sleep(RETRY_MS);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping = true;
      endConsumer("stopping");
      await Promise.race([running, Bun.sleep(1000)]);
    },
  };
}

export async function readStreamState(manager: JetStreamManager): Promise<StreamState> {
  const { created, state } = await manager.streams.info(STREAM);
  return { epoch: epochOf(created), firstSeq: state.first_seq, lastSeq: state.last_seq };
}
