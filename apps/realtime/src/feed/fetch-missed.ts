import { AckPolicy, type Consumer, DeliverPolicy, type JsMsg, type NatsConnection, nanos } from "nats";
import { type Entry, readEntry } from "./entry.ts";
import { readStreamState, STREAM } from "./follow.ts";

const BATCH = 100;
const FETCH_MS = 2000;
const UNUSED_MS = 60_000;

export type Range = { epoch: string; after: number; upTo: number };
/** Events that memory no longer holds, in order. `end` frees what the server keeps for it. */
export type Missed = { entries: AsyncIterable<Entry>; end(): void };

/**
 * Prepares to read from JetStream what was published on `subjects` within `range`. Null when that cannot be had exactly: some of it is
 * past retention, the stream was made anew, or there are more than `limit`.
 */
export async function fetchMissed(connection: NatsConnection, subjects: string[], range: Range, limit: number): Promise<Missed | null> {
  const manager = await connection.jetstreamManager({ checkAPI: false });
  const { epoch, firstSeq } = await readStreamState(manager);
  if (epoch !== range.epoch || firstSeq > range.after + 1) return null;

  // One consumer for each subject: servers before 2.10 take one filter.
  const added = await Promise.all(
    subjects.map((subject) =>
      manager.consumers.add(STREAM, {
        filter_subject: subject,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: range.after + 1,
        ack_policy: AckPolicy.None,
        mem_storage: true,
        num_replicas: 1,
        inactive_threshold: nanos(UNUSED_MS),
      }),
    ),
  );
  const end = () => {
    for (const { name } of added) if (!connection.isClosed()) manager.consumers.delete(STREAM, name).catch(() => {});
  };
  if (added.reduce((sum, { num_pending }) => sum + num_pending, 0) > limit) {
    end();
    return null;
  }
  const sources = added.map(async function* ({ name, num_pending }) {
    if (num_pending > 0) yield* readMessages(await connection.jetstream().consumers.get(STREAM, name), num_pending, range.upTo);
  });
  return { entries: readEntries(range.epoch, mergeBySeq(sources)), end };
}

/** `count` messages of a consumer, fetched in batches as they are asked for; none past `upTo`. */
async function* readMessages(consumer: Consumer, count: number, upTo: number): AsyncGenerator<JsMsg> {
  for (let left = count; left > 0; ) {
    const before = left;
    for await (const message of await consumer.fetch({ max_messages: Math.min(left, BATCH), expires: FETCH_MS })) {
      left--;
      if (message.seq > upTo) return;
      yield message;
    }
    if (left === before) throw new Error("JetStream has fewer events than it said");
  }
}

async function* mergeBySeq(sources: AsyncGenerator<JsMsg>[]): AsyncGenerator<JsMsg> {
  const heads = await Promise.all(sources.map((source) => source.next()));
  while (true) {
    let least = -1;
    for (const [i, head] of heads.entries()) {
      const best = heads[least];
      if (!head.done && (!best || best.done || head.value.seq < best.value.seq)) least = i;
    }
    const head = heads[least];
    if (!head || head.done) return;
    yield head.value;
    heads[least] = await (sources[least] as AsyncGenerator<JsMsg>).next();
  }
}

async function* readEntries(epoch: string, messages: AsyncIterable<JsMsg>): AsyncGenerator<Entry> {
  for await (const message of messages) {
    let entry: Entry;
    try {
      entry = readEntry(epoch, message.seq, message.data);
    } catch {
      continue; // counted when it first came
    }
    yield entry;
  }
}
