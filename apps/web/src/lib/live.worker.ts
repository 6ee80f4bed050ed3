import { createLiveHub, type FromHub, type ToHub } from "./live-hub.ts";

/** The SharedWorker: one per browser profile and origin, it holds the streams for all tabs. */

declare const self: EventTarget & { navigator: Pick<Navigator, "onLine" | "locks"> };

const hub = createLiveHub({ fetch: (url, init) => fetch(url, init), isOnline: () => self.navigator.onLine });

self.addEventListener("online", () => hub.retry());

self.addEventListener("connect", (event) => {
  const port = (event as MessageEvent).ports[0];
  if (!port) return;
  const listener = (said: FromHub) => port.postMessage(said);
  port.onmessage = ({ data }: MessageEvent<ToHub>) => {
    if (data.do === "watch") hub.watch(listener, data.workspaceId);
    else if (data.do === "leave") hub.leave(listener, data.workspaceId);
    else if (data.do === "retry") hub.retry();
    // A tab holds its lock for as long as it lives, also when it crashes: getting it here means that the tab is gone.
    else self.navigator.locks.request(data.lock, () => hub.leaveAll(listener));
  };
});
