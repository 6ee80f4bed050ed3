import { createLiveHub, type FromHub, type Listener, type ToHub } from "./live-hub.ts";

export type { LiveState } from "./live-hub.ts";

type Connection = { send: (message: ToHub) => void };

let connection: Connection | null = null;
const watchers = new Map<string, Set<Listener>>();

/**
 * Hears of everything that happens in a workspace for as long as the answer is not called. All tabs of the browser share one
 * stream per workspace.
 */
export function watchWorkspace(workspaceId: string, listener: Listener): () => void {
  connection ??= connect(receive);
  const listeners = watchers.get(workspaceId) ?? new Set();
  watchers.set(workspaceId, listeners.add(listener));
  connection.send({ do: "watch", workspaceId });
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    watchers.delete(workspaceId);
    connection?.send({ do: "leave", workspaceId });
  };
}

/** Tries to connect at once: after signing in, or because somebody pressed the badge. */
export function retryLive() {
  connection?.send({ do: "retry" });
}

function receive(said: FromHub) {
  for (const listener of watchers.get(said.workspaceId) ?? []) listener(said);
}

function connect(listener: Listener): Connection {
  const made = typeof SharedWorker === "undefined" ? connectAlone(listener) : connectShared(listener);
  window.addEventListener("online", retryLive);
  // A page put aside for the back button is asleep; when it comes back it asks again, and gets the state of now.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const workspaceId of watchers.keys()) made.send({ do: "watch", workspaceId });
  });
  return made;
}

function connectShared(listener: Listener): Connection {
  const worker = new SharedWorker(new URL("./live.worker.ts", import.meta.url), { type: "module", name: "slate-live" });
  worker.port.onmessage = ({ data }: MessageEvent<FromHub>) => listener(data);
  const lock = `slate-tab-${crypto.randomUUID()}`;
  // Held until the tab ends; the worker waits for it to learn of that.
  void navigator.locks.request(lock, () => {
    worker.port.postMessage({ do: "hello", lock } satisfies ToHub);
    return new Promise<never>(() => {});
  });
  return { send: (message) => worker.port.postMessage(message) };
}

/** Where there is no SharedWorker, each tab has a stream of its own. */
function connectAlone(listener: Listener): Connection {
  const hub = createLiveHub({ fetch: (url, init) => fetch(url, init), isOnline: () => navigator.onLine });
  return {
    send: (message) => {
      if (message.do === "watch") hub.watch(listener, message.workspaceId);
      else if (message.do === "leave") hub.leave(listener, message.workspaceId);
      else hub.retry();
    },
  };
}
