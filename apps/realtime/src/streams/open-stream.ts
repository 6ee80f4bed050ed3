import { type Actor, AppError, problems } from "@slate/service";
import type { Deps } from "../deps.ts";
import { catchUp } from "./catch-up.ts";
import { chooseStart } from "./choose-start.ts";
import type { EventStream } from "./event-stream.ts";

type Input = { projectIds: Set<string> | null; lastEventId: string | undefined };

const START_WAIT_MS = 5000;
const encoder = new TextEncoder();
const soon = { headers: { "Retry-After": "1" } };

/** Opens the live stream of one client, beginning where it left off. Throws past the limits, while draining, and while NATS is needed and away. */
export async function openStream(deps: Deps, actor: Actor, { projectIds, lastEventId }: Input): Promise<EventStream> {
  const isReady = !deps.lifecycle.draining && (await deps.feed.whenReady(START_WAIT_MS));
  if (!isReady) throw problems.unavailable("Live updates start in a moment; try again", soon);
  const stream = deps.hub.open(actor, projectIds);
  stream.send(encoder.encode(`retry: ${deps.config.RECONNECT_MS}\n\n`));
  try {
    const start = await chooseStart(deps, stream, lastEventId);
    deps.meters.opened.inc({ start: start.how });
    void catchUp(deps, stream, start);
    return stream;
  } catch (cause) {
    stream.end("failed");
    throw cause instanceof AppError
      ? cause
      : problems.unavailable("What you missed cannot be read right now; try again", { cause, ...soon });
  }
}
