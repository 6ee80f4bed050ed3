import { inboxPrefix, type Kit, openKit } from "@slate/service";
import type { Config } from "./config.ts";
import { createFeed, type Feed } from "./feed/feed.ts";
import { followStream } from "./feed/follow.ts";
import { createRealtimeMetrics, type RealtimeMetrics } from "./metrics.ts";
import { type Board, createBoard } from "./presence/board.ts";
import { type Share, sharePresence } from "./presence/share.ts";
import { createAccess } from "./streams/access.ts";
import { startHeartbeats } from "./streams/heartbeat.ts";
import { createHub, type Hub } from "./streams/hub.ts";

export type Deps = Kit & {
  config: Config;
  meters: RealtimeMetrics;
  feed: Feed;
  hub: Hub;
  board: Board;
  share: Share;
  /** Replays that are reading from JetStream now. */
  replays: { running: number };
  /** Ends the background work: reading the stream, rechecking credentials, heartbeats, presence. */
  stop(): Promise<void>;
};

/** Opens everything the service holds and begins to follow the stream; waits for nothing. */
export function openDeps(config: Config): Deps {
  const kit = openKit("realtime", config, null);
  const { log, nats } = kit;
  const meters = createRealtimeMetrics(kit.metrics.registry);
  const hub = createHub({ config, metrics: meters });
  const access = createAccess({ hub, config, kit });
  const board = createBoard({ config, meters, tell: hub.tell });
  const feed = createFeed({
    limits: { events: config.RING_LIMIT_EVENTS, bytes: config.RING_LIMIT_BYTES },
    metrics: meters,
    log,
    onEntry(entry) {
      access.beforeEvent(entry.event);
      board.onEvent(entry.event);
      hub.publish(entry);
      access.afterEvent(entry.event);
    },
    onCut: () => hub.endAll("cut"),
  });
  const follower = followStream({ nats, inboxes: inboxPrefix(config.NATS_USER), feed, metrics: meters, log });
  const stopHeartbeats = startHeartbeats({ hub, feed, config });
  const share = sharePresence({ nats, board, log });
  return {
    ...kit,
    config,
    meters,
    feed,
    hub,
    board,
    share,
    replays: { running: 0 },
    async stop() {
      stopHeartbeats();
      board.stop();
      await Promise.all([access.stop(), follower.stop()]);
    },
  };
}
