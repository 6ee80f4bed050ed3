import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { type EventId, parseEventId } from "../feed/event-id.ts";
import { fetchMissed, type Missed } from "../feed/fetch-missed.ts";
import { readStreamState } from "../feed/follow.ts";
import type { EventStream } from "./event-stream.ts";

/** How a stream begins. `hello`: nothing was asked for. `reset`: what was asked for cannot be had exactly, so the client reads everything anew. */
export type Start =
  | { how: "hello" }
  | { how: "reset" }
  | { how: "memory"; after: number }
  | { how: "fetch"; after: number; upTo: number; missed: Missed };

type StartDeps = Pick<Deps, "config" | "feed" | "nats" | "replays">;

/** Decides how a stream begins, from the last id its client has seen. Throws when JetStream is needed and away. */
export async function chooseStart(deps: StartDeps, stream: EventStream, lastEventId: string | undefined): Promise<Start> {
  const { feed } = deps;
  if (!lastEventId) return { how: "hello" };
  const last = parseEventId(lastEventId);
  if (last?.epoch !== feed.epoch) return { how: "reset" };
  if (last.seq > feed.position) return (await isInStream(deps, last)) ? { how: "memory", after: last.seq } : { how: "reset" };
  if (last.seq >= feed.ring.floor) return { how: "memory", after: last.seq };
  return fetchStart(deps, stream, last);
}

/** Another replica may be a moment ahead of us; but an id from the future of the stream itself means that the stream lost events. */
async function isInStream({ nats }: StartDeps, last: EventId): Promise<boolean> {
  const manager = await (await nats).jetstreamManager({ checkAPI: false });
  const { epoch, lastSeq } = await readStreamState(manager);
  return epoch === last.epoch && last.seq <= lastSeq;
}

async function fetchStart({ config, feed, nats, replays }: StartDeps, stream: EventStream, last: EventId): Promise<Start> {
  if (replays.running >= config.REPLAY_CONCURRENCY) throw errors.noRoom(undefined, { headers: { "Retry-After": "1" } });
  replays.running++;
  const release = () => void replays.running--;
  try {
    const subjects = [`slate.${stream.workspaceId}.>`];
    if (stream.caller.kind === "person") subjects.push(`slate.user-${stream.userId}.>`);
    const range = { epoch: last.epoch, after: last.seq, upTo: feed.position };
    const missed = await fetchMissed(await nats, subjects, range, config.REPLAY_LIMIT_EVENTS);
    if (!missed) {
      release();
      return { how: "reset" };
    }
    const end = () => {
      release();
      missed.end();
    };
    return { how: "fetch", after: last.seq, upTo: range.upTo, missed: { ...missed, end } };
  } catch (error) {
    release();
    throw error;
  }
}
