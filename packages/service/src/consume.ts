import { type AnyEvent, parseEvent } from "@slate/schema/events";
import { AckPolicy, DeliverPolicy, headers, type JsMsg, type NatsConnection, nanos } from "nats";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

export type Verdict = { do: "ack" } | { do: "retry"; afterMs: number } | { do: "park"; reason: string };

type Options = {
  nats: Promise<NatsConnection>;
  stream: string;
  durable: string;
  filterSubject: string;
  ackWaitMs: number;
  /** How many messages may be unacknowledged at once. */
  maxInFlight: number;
  /** Begin with what comes from now on, when the consumer is made: for those that find what is older by themselves. */
  onlyNew?: boolean;
  /** Handle messages side by side, in any order, so that the handler can gather them; else one after another. */
  concurrent?: boolean;
  log: Log;
  metrics: Metrics;
  handle(event: AnyEvent): Promise<Verdict>;
};

const RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Works through a durable consumer. What cannot be read is parked in stream DLQ with its original bytes, since
 * redelivery will not repair it. A handler that throws is asked again with growing delay and never given up: transient
 * failures (database away) are not the message's fault.
 */
export function startConsumer(options: Options): { stop(): Promise<void> } {
  const { durable, stream, log, metrics } = options;
  let stopping = false;
  let close: (() => Promise<unknown>) | undefined;

  const park = async (connection: NatsConnection, message: JsMsg, reason: string) => {
    const about = headers();
    about.set("Slate-Reason", reason.replace(/[\r\n]+/g, " ").slice(0, 1000));
    about.set("Slate-Subject", message.subject);
    about.set("Slate-Sequence", String(message.seq));
    await connection.jetstream().publish(`dlq.${durable}`, message.data, { headers: about, msgID: `${durable}-${stream}-${message.seq}` });
    // Without the reason: servers of 2.9 do not know a term that has one, and would deliver the message for ever.
    message.term();
  };

  const settle = async (connection: NatsConnection, message: JsMsg) => {
    // Long work is not lost work: while it is being handled the message stays ours.
    const beat = setInterval(() => message.working(), options.ackWaitMs / 3);
    const verdict = await judge(message, options.handle, log).finally(() => clearInterval(beat));
    metrics.consumed.inc({ consumer: durable, verdict: verdict.do });
    if (verdict.do === "ack") message.ack();
    else if (verdict.do === "retry") message.nak(verdict.afterMs);
    else await park(connection, message, verdict.reason);
  };

  const run = async () => {
    const connection = await options.nats;
    while (!stopping) {
      try {
        const manager = await connection.jetstreamManager();
        await manager.consumers.add(stream, {
          durable_name: durable,
          ack_policy: AckPolicy.Explicit,
          deliver_policy: options.onlyNew ? DeliverPolicy.New : DeliverPolicy.All,
          ack_wait: nanos(options.ackWaitMs),
          max_deliver: -1,
          max_ack_pending: options.maxInFlight,
          filter_subject: options.filterSubject,
        });
        const consumer = await connection.jetstream().consumers.get(stream, durable);
        // Without this it would wait for ever for a consumer that went with its stream: made anew by nobody but us.
        const messages = await consumer.consume({ max_messages: options.maxInFlight, abort_on_missing_resource: true });
        close = () => messages.close();
        for await (const message of messages) {
          const settled = settle(connection, message).catch((error) =>
            log.warn({ err: String(error), durable }, "a message was not settled"),
          );
          if (!options.concurrent) await settled;
        }
      } catch (error) {
        if (!stopping) log.warn({ err: String(error), durable }, "the consumer could not work; it will try again");
      }
      if (!stopping) await Bun.sleep(RETRY_MS);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping = true;
      await close?.();
      await Promise.race([running, Bun.sleep(options.ackWaitMs)]);
    },
  };
}

/** Reads and handles one message, whatever happens. No broker in sight: tests pass strings. */
export async function judge(
  message: Pick<JsMsg, "string" | "info">,
  handle: (event: AnyEvent) => Promise<Verdict>,
  log: Log,
): Promise<Verdict> {
  let event: AnyEvent;
  try {
    event = parseEvent(message.string());
  } catch (error) {
    return { do: "park", reason: `unreadable: ${error instanceof Error ? error.message : error}` };
  }
  try {
    return await handle(event);
  } catch (error) {
    log.warn({ err: String(error), event: event.id, type: event.type }, "handling failed");
    return { do: "retry", afterMs: Math.min(RETRY_MS * 2 ** Math.min(message.info.redeliveryCount, 10), LONGEST_RETRY_MS) };
  }
}
