import { backoffMs } from "./backoff.ts";
import { createSseParser, type StreamMessage } from "./sse.ts";

/** `denied`: the sign-in or the membership ended; only `retry` tries again. */
export type LiveState = "connecting" | "live" | "reconnecting" | "offline" | "denied";

/** What a tab says to the hub. */
export type ToHub =
  | { do: "watch"; workspaceId: string }
  | { do: "leave"; workspaceId: string }
  | { do: "retry" }
  | { do: "hello"; lock: string };

/** What the hub says to a tab. `fresh` on `live`: nothing was replayed, so whatever was read before may be out of date. */
export type FromHub =
  | { kind: "state"; workspaceId: string; state: LiveState; fresh: boolean }
  | { kind: "message"; workspaceId: string; message: StreamMessage };

/** A tab, as the hub sees it. */
export type Listener = (said: FromHub) => void;

type HubOptions = {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  isOnline: () => boolean;
  /** Without a byte for this long the connection is taken for dead; the server sends a heartbeat every 15 s. */
  silenceLimitMs?: number;
  waitMs?: typeof backoffMs;
};

/** Keeps one stream per workspace for any number of tabs, and tells each of them what arrives. */
export function createLiveHub({ fetch, isOnline, silenceLimitMs = 30_000, waitMs = backoffMs }: HubOptions) {
  const streams = new Map<string, WorkspaceStream>();

  function open(workspaceId: string): WorkspaceStream {
    const stream = new WorkspaceStream(workspaceId, { fetch, isOnline, silenceLimitMs, waitMs });
    streams.set(workspaceId, stream);
    return stream;
  }

  function leave(listener: Listener, workspaceId: string) {
    const stream = streams.get(workspaceId);
    if (!stream?.listeners.delete(listener) || stream.listeners.size > 0) return;
    stream.stop();
    streams.delete(workspaceId);
  }

  return {
    watch(listener: Listener, workspaceId: string) {
      const stream = streams.get(workspaceId) ?? open(workspaceId);
      stream.listeners.add(listener);
      listener({ kind: "state", workspaceId, state: stream.state, fresh: false });
    },
    leave,
    /** The tab is gone, or went to sleep. */
    leaveAll(listener: Listener) {
      for (const workspaceId of [...streams.keys()]) leave(listener, workspaceId);
    },
    /** Tries at once what is waiting or was given up. */
    retry() {
      for (const stream of streams.values()) stream.retry();
    },
  };
}

export type LiveHub = ReturnType<typeof createLiveHub>;

class WorkspaceStream {
  readonly listeners = new Set<Listener>();
  state: LiveState = "connecting";
  #lastId = "";
  #attempt = 0;
  #stopped = false;
  #abort = new AbortController();
  #wake: (() => void) | null = null;

  constructor(
    readonly workspaceId: string,
    readonly options: Required<HubOptions>,
  ) {
    this.#run();
  }

  stop() {
    this.#stopped = true;
    this.#abort.abort();
    this.#wake?.();
  }

  retry() {
    this.#attempt = 0;
    this.#wake?.();
  }

  async #run() {
    while (!this.#stopped) {
      const ended = await this.#connect();
      if (this.#stopped) return;
      if (ended === "denied") {
        this.#tell("denied");
        await this.#sleep();
      } else {
        this.#tell(this.options.isOnline() ? "reconnecting" : "offline");
        await this.#sleep(this.options.waitMs(this.#attempt++));
      }
    }
  }

  /** One connection, from asking to its end. */
  async #connect(): Promise<"denied" | "lost"> {
    this.#abort = new AbortController();
    let silence = setTimeout(() => this.#abort.abort(), this.options.silenceLimitMs);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => this.#abort.abort(), this.options.silenceLimitMs);
    };
    try {
      const response = await this.options.fetch(`/api/events?workspace=${encodeURIComponent(this.workspaceId)}`, {
        headers: { Accept: "text/event-stream", ...(this.#lastId ? { "Last-Event-ID": this.#lastId } : {}) },
        cache: "no-store",
        signal: this.#abort.signal,
      });
      if ([401, 403, 404].includes(response.status)) return "denied";
      if (!response.ok || !response.body) return "lost";
      this.#tell("live", this.#lastId === "");
      const parser = createSseParser(
        (message) => this.#broadcast({ kind: "message", workspaceId: this.workspaceId, message }),
        (id) => {
          if (id) this.#lastId = id;
        },
      );
      for await (const text of response.body.pipeThrough(
        new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>,
      )) {
        heard();
        // Only a connection that brought something counts as a success; one that closes at once keeps backing off.
        this.#attempt = 0;
        parser.push(text);
      }
      return "lost";
    } catch {
      return "lost";
    } finally {
      clearTimeout(silence);
    }
  }

  /** Waits, for ever when no time is given, until `retry` or `stop`. */
  #sleep(durationMs?: number): Promise<void> {
    return new Promise<void>((resolve) => {
      const timer = durationMs === undefined ? undefined : setTimeout(resolve, durationMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    }).finally(() => {
      this.#wake = null;
    });
  }

  #tell(state: LiveState, fresh = false) {
    this.state = state;
    this.#broadcast({ kind: "state", workspaceId: this.workspaceId, state, fresh });
  }

  #broadcast(said: FromHub) {
    for (const listener of this.listeners) listener(said);
  }
}
