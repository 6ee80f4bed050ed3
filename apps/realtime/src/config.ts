import { readEnv, ServiceEnv } from "@slate/service";
import { z } from "zod";

const KiB = 1024;
const MiB = 1024 * KiB;
const positive = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const RealtimeEnv = ServiceEnv.extend({
  /** Recent events kept in memory, for reconnects; whichever bound is met first. */
  RING_LIMIT_EVENTS: positive(10_000),
  RING_LIMIT_BYTES: positive(32 * MiB),
  /** What a reconnect may fetch from JetStream when memory no longer has it; past it the client starts afresh. */
  REPLAY_LIMIT_EVENTS: positive(5000),
  REPLAY_CONCURRENCY: positive(32),

  STREAMS_PER_CREDENTIAL: positive(20),
  STREAMS_PER_PROCESS: positive(5000),
  /** What may wait for one reader. */
  STREAM_BUFFER_LIMIT_BYTES: positive(MiB),
  /** How long a reader who is being brought up to date may stand still. */
  STREAM_STALL_MS: positive(30_000),
  HEARTBEAT_MS: positive(15_000),
  /** What browsers wait before they reconnect. */
  RECONNECT_MS: positive(2000),

  RECHECK_MS: positive(700),
  /** How long a stream lives on while nobody can say whether its credential is still good. */
  UNVERIFIED_LIMIT_MS: positive(10_000),

  PRESENCE_TTL_MS: positive(45_000),
  PRESENCE_INTERVAL_MS: positive(200),
  PRESENCE_LIMIT_TABS: positive(500),
  PRESENCE_LIMIT_TABS_PER_PERSON: positive(20),
});

/** Settings of the realtime service; every limit has its number here. */
export const readConfig = (env: Record<string, string | undefined> = process.env) => readEnv(RealtimeEnv, env);
export type Config = ReturnType<typeof readConfig>;
