import type { Deps } from "../deps.ts";
import { type Entry, formatFrame } from "../feed/entry.ts";
import type { Start } from "./choose-start.ts";
import type { EventStream } from "./event-stream.ts";
import { mayHear } from "./may-hear.ts";

const PAGE = 200;

type CatchUpDeps = Pick<Deps, "config" | "feed" | "board" | "meters" | "log">;

/** Gives a stream what it missed, as fast as its reader takes it, and puts it among the live ones without a gap or a repeat. */
export async function catchUp(deps: CatchUpDeps, stream: EventStream, start: Start): Promise<void> {
  try {
    if (start.how === "hello" || start.how === "reset") {
      const id = deps.feed.lastEventId;
      stream.send(formatFrame({ id, event: start.how, data: { id } }));
      return goLive(deps, stream, deps.feed.position);
    }
    let { after } = start;
    if (start.how === "fetch") {
      for await (const entry of start.missed.entries) {
        await replay(deps, stream, entry, "fetch");
        if (stream.isEnded) return;
      }
      after = start.upTo;
    }
    while (after < deps.feed.position && !stream.isEnded) {
      if (after < deps.feed.ring.floor) return stream.end("slow"); // memory has moved on meanwhile; it comes back for the rest
      const page = deps.feed.ring.after(after, PAGE);
      after = page.at(-1)?.seq ?? deps.feed.position;
      for (const entry of page) await replay(deps, stream, entry, "memory");
    }
    goLive(deps, stream, after); // nothing is awaited between the last look at the feed and this
  } catch (error) {
    deps.log.warn({ err: String(error) }, "a replay failed");
    stream.end("failed");
  } finally {
    if (start.how === "fetch") start.missed.end();
  }
}

async function replay({ config, meters }: CatchUpDeps, stream: EventStream, entry: Entry, source: "memory" | "fetch"): Promise<void> {
  if (stream.isEnded || !mayHear(stream, entry.event)) return;
  await stream.room(config.STREAM_STALL_MS);
  stream.send(entry.frame);
  meters.replayed.inc({ source });
}

function goLive({ board }: CatchUpDeps, stream: EventStream, after: number): void {
  if (stream.isEnded) return;
  stream.after = after;
  stream.isLive = true;
  stream.send(board.frameOf(stream.workspaceId));
}
