import { sql } from "drizzle-orm";
import type { NatsConnection, PubAck } from "nats";
import { type Database, send } from "./db.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

const BATCH = 200;
const POLL_MS = 1000;
const PUBLISH_TIMEOUT_MS = 3000;
const RETRY_MS = 500;
/** From the beginning of a round to that of the next: a lone event goes at once, and under load one round serves many commits. */
const ROUND_MS = 50;

/** `seq` is a bigint, as text. */
type Row = { seq: string; id: string; subject: string; payload: string; ageSeconds: number };

export type Relay = { nudge(): void; stop(): Promise<void> };

/**
 * Moves outbox rows to JetStream, oldest first, and deletes them once acknowledged. One relay per service works at a time (a transaction
 * lock decides), so the events of one object keep their order; a row published twice is dropped by the stream, which
 * knows its `Nats-Msg-Id`. NATS or the database away: rows stay and go out when they are back.
 */
export function startRelay(options: { service: string; db: Database; nats: Promise<NatsConnection>; log: Log; metrics: Metrics }): Relay {
  const { service, db, log, metrics } = options;
  const pool = db.worker;
  if (!pool) throw new Error(`${service} has no worker role, so it cannot relay events`);
  let stopping = false;
  let wake = () => {};
  let nudged = false;
  const encoder = new TextEncoder();

  const nudge = () => {
    nudged = true;
    wake();
  };
  const pause = async (ms: number) => {
    if (nudged || stopping) return;
    const timer = Promise.withResolvers<void>();
    const handle = setTimeout(timer.resolve, ms);
    wake = timer.resolve;
    await timer.promise;
    clearTimeout(handle);
  };

  const relayBatch = (connection: NatsConnection): Promise<number> =>
    pool.orm.transaction(async (tx) => {
      // A statement of its own: what follows must see what the relay before us left.
      void send(tx, sql`select pg_advisory_xact_lock(hashtext('relay'), hashtext(${service}))`);
      const rows = await tx.execute<Row>(sql`
        select seq, id, subject, payload::text as payload, extract(epoch from now() - created_at)::float8 as "ageSeconds"
        from outbox order by seq limit ${BATCH}`);
      metrics.outbox.set(rows[0]?.ageSeconds ?? 0);
      if (rows.length === 0) return 0;
      const jetstream = connection.jetstream({ timeout: PUBLISH_TIMEOUT_MS });
      const acks = await Promise.allSettled(
        rows.map((row): Promise<PubAck> => jetstream.publish(row.subject, encoder.encode(row.payload), { msgID: row.id })),
      );
      // Only the unbroken run from the front is done: whatever follows a failure goes again, in order.
      const failed = acks.findIndex((ack) => ack.status === "rejected");
      const done = failed === -1 ? rows : rows.slice(0, failed);
      const published = JSON.stringify(done.map((row) => row.seq));
      await tx.execute(sql`delete from outbox where seq in (select value::bigint from json_array_elements_text(${published}::json))`);
      metrics.published.inc(done.length);
      const failure = acks[failed];
      if (failure?.status === "rejected")
        log.warn({ err: String(failure.reason), waiting: rows.length - done.length }, "publishing failed");
      return failed === -1 ? rows.length : -1;
    });

  const loop = async () => {
    const connection = await options.nats;
    while (!stopping) {
      nudged = false;
      const beganMs = performance.now();
      try {
        const count = connection.isClosed() ? -1 : await relayBatch(connection);
        if (count < 0) await Bun.sleep(RETRY_MS);
        else if (count < BATCH) {
          await pause(POLL_MS);
          if (nudged && !stopping) await Bun.sleep(Math.max(0, ROUND_MS - (performance.now() - beganMs)));
        }
      } catch (error) {
        if (!stopping) log.warn({ err: String(error) }, "the relay could not work; it will try again");
        await Bun.sleep(RETRY_MS);
      }
    }
  };
  const running = loop();
  return {
    nudge,
    async stop() {
      stopping = true;
      wake();
      await Promise.race([running, Bun.sleep(PUBLISH_TIMEOUT_MS)]);
    },
  };
}
