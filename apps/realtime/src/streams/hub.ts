import type { Actor } from "@slate/service";
import type { Config } from "../config.ts";
import { errors } from "../errors.ts";
import type { Entry } from "../feed/entry.ts";
import type { RealtimeMetrics } from "../metrics.ts";
import { type EndReason, EventStream } from "./event-stream.ts";
import { mayHear } from "./may-hear.ts";

const RETRY_AFTER = { headers: { "Retry-After": "5" } };

export type Hub = ReturnType<typeof createHub>;

/** The open streams of this process, found by workspace, person and credential. */
export function createHub({ config, metrics }: { config: Config; metrics: RealtimeMetrics }) {
  const all = new Set<EventStream>();
  const byWorkspace = createIndex();
  const byUser = createIndex();
  const byCredential = createIndex();

  /** Opens a stream that hears nothing yet. Throws past the limits. */
  function open(actor: Actor, projectIds: Set<string> | null): EventStream {
    if (byCredential.count(actor.credentialId) >= config.STREAMS_PER_CREDENTIAL) {
      metrics.refused.inc({ reason: "credential" });
      throw errors.tooManyStreams(`At most ${config.STREAMS_PER_CREDENTIAL} streams may be open at once`, RETRY_AFTER);
    }
    if (all.size >= config.STREAMS_PER_PROCESS) {
      metrics.refused.inc({ reason: "process" });
      throw errors.noRoom(undefined, RETRY_AFTER);
    }
    const indexes = [
      [byWorkspace, actor.workspaceId],
      [byUser, actor.userId],
      [byCredential, actor.credentialId],
    ] as const;
    const onEnd = (reason: EndReason) => {
      all.delete(stream);
      for (const [index, key] of indexes) index.delete(key, stream);
      metrics.open.set(all.size);
      metrics.ended.inc({ reason });
    };
    const stream = new EventStream({ actor, projectIds, bufferLimitBytes: config.STREAM_BUFFER_LIMIT_BYTES, onEnd });
    all.add(stream);
    for (const [index, key] of indexes) index.add(key, stream);
    metrics.open.set(all.size);
    return stream;
  }

  /** Hands a new event to everybody who may hear of it. */
  function publish({ seq, event, frame }: Entry): void {
    const readers = event.workspaceId === null ? byUser.get(event.userId ?? "") : byWorkspace.get(event.workspaceId);
    let sent = 0;
    for (const stream of readers) {
      if (!stream.isLive || seq <= stream.after || !mayHear(stream, event)) continue;
      stream.send(frame);
      sent++;
    }
    if (sent > 0) metrics.sent.inc(sent);
    metrics.delay.observe(Math.max(0, Date.now() - Date.parse(event.at)) / 1000);
  }

  /** Hands a frame without a place in the stream to the live readers of a workspace. */
  function tell(workspaceId: string, frame: Uint8Array): void {
    for (const stream of byWorkspace.get(workspaceId)) if (stream.isLive) stream.send(frame);
  }

  function endAll(reason: EndReason, streams: Iterable<EventStream> = all): void {
    for (const stream of [...streams]) stream.end(reason);
  }

  return { all, byWorkspace, byUser, byCredential, open, publish, tell, endAll };
}

function createIndex() {
  const sets = new Map<string, Set<EventStream>>();
  const none: ReadonlySet<EventStream> = new Set();
  return {
    get: (key: string): ReadonlySet<EventStream> => sets.get(key) ?? none,
    keys: () => sets.keys(),
    count: (key: string): number => sets.get(key)?.size ?? 0,
    add(key: string, stream: EventStream) {
      const set = sets.get(key);
      if (set) set.add(stream);
      else sets.set(key, new Set([stream]));
    },
    delete(key: string, stream: EventStream) {
      const set = sets.get(key);
      if (set?.delete(stream) && set.size === 0) sets.delete(key);
    },
  };
}
