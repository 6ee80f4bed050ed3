import type { Config } from "../config.ts";
import { formatHeartbeat } from "../feed/entry.ts";
import type { Feed } from "../feed/feed.ts";
import type { Hub } from "./hub.ts";

/**
 * Keeps quiet streams alive. The heartbeat of a live stream also moves its client's place forward past events of others, so that
 * a long quiet time does not make for a long replay.
 */
export function startHeartbeats({ hub, feed, config }: { hub: Hub; feed: Feed; config: Config }): () => void {
  const tickMs = Math.min(1000, config.HEARTBEAT_MS / 4);
  const timer = setInterval(() => {
    const due = performance.now() - config.HEARTBEAT_MS + tickMs;
    const frame = formatHeartbeat(feed.lastEventId);
    const plain = formatHeartbeat();
    for (const stream of hub.all) {
      if (stream.sentAtMs > due || !stream.isIdle) continue;
      stream.send(stream.isLive && stream.after <= feed.position ? frame : plain);
    }
  }, tickMs);
  return () => clearInterval(timer);
}
