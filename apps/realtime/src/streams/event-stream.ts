import type { Actor, Caller } from "@slate/service";

/** Why a stream ended; all but "left" are our doing, and its client may come back for the rest. */
export type EndReason = "left" | "revoked" | "slow" | "cut" | "failed" | "draining";

/** What the runtime is handed at once. */
const CHUNK_LIMIT_BYTES = 64 * 1024;

type Options = { actor: Actor; projectIds: Set<string> | null; bufferLimitBytes: number; onEnd: (reason: EndReason) => void };

/**
 * One open connection. Frames wait in a bounded queue until the runtime asks for more, which it does only when the socket
 * takes more, so a reader who stops reading costs no more than the bound.
 */
export class EventStream {
  readonly workspaceId: string;
  readonly userId: string;
  /** The credential as it was accepted, or as it was found last. */
  caller: Caller;
  /** What decides which events it may hear of; renewed while the stream is open. */
  rights: Pick<Actor, "role" | "scopes">;
  /** Null: every project of the workspace. */
  readonly projectIds: Set<string> | null;
  /** Where it became live: it has been given everything up to here. */
  after = 0;
  /** Brought up to date: from here on it hears of events as they come. */
  isLive = false;
  verifiedAtMs = performance.now();
  sentAtMs = performance.now();
  readonly body: ReadableStream<Uint8Array>;

  readonly #options: Options;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #ended = false;
  #wakeRuntime: (() => void) | null = null;
  #wakeWriter: (() => void) | null = null;

  constructor(options: Options) {
    const { actor } = options;
    this.#options = options;
    this.workspaceId = actor.workspaceId;
    this.userId = actor.userId;
    this.caller = actor;
    this.rights = { role: actor.role, scopes: actor.scopes };
    this.projectIds = options.projectIds;
    this.body = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          if (this.#queue.length === 0 && !this.#ended) await new Promise<void>((resolve) => (this.#wakeRuntime = resolve));
          const chunk = this.#takeChunk();
          if (chunk) controller.enqueue(chunk);
          else controller.close();
        },
        cancel: () => this.end("left"),
      },
      { highWaterMark: 0 },
    );
  }

  get isEnded(): boolean {
    return this.#ended;
  }

  get isIdle(): boolean {
    return this.#queue.length === 0;
  }

  /** Queues a frame. A reader too slow for it is dropped: it resumes from the last id it got. */
  send(frame: Uint8Array): void {
    if (this.#ended) return;
    // An empty queue takes any frame: one event larger than the bound must not make progress impossible.
    if (this.#queue.length > 0 && this.#queuedBytes + frame.byteLength > this.#options.bufferLimitBytes) {
      this.end("slow");
      return;
    }
    this.#queue.push(frame);
    this.#queuedBytes += frame.byteLength;
    this.sentAtMs = performance.now();
    this.#wakeRuntime?.();
  }

  /** Resolves when the queue is less than half full, or when the stream has ended; ends it when that takes longer than `stallMs`. */
  async room(stallMs: number): Promise<void> {
    if (this.#hasRoom()) return;
    const timer = setTimeout(() => this.end("slow"), stallMs);
    while (!this.#hasRoom()) await new Promise<void>((resolve) => (this.#wakeWriter = resolve));
    clearTimeout(timer);
  }

  end(reason: EndReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.isLive = false;
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#wakeRuntime?.();
    this.#wakeWriter?.();
    this.#options.onEnd(reason);
  }

  #hasRoom(): boolean {
    return this.#ended || this.#queuedBytes <= this.#options.bufferLimitBytes / 2;
  }

  #takeChunk(): Uint8Array | undefined {
    this.#wakeRuntime = null;
    let count = 0;
    let sizeBytes = 0;
    for (const frame of this.#queue) {
      if (count > 0 && sizeBytes + frame.byteLength > CHUNK_LIMIT_BYTES) break;
      count++;
      sizeBytes += frame.byteLength;
    }
    const frames = this.#queue.splice(0, count);
    this.#queuedBytes -= sizeBytes;
    if (this.#hasRoom()) this.#wakeWriter?.();
    // A frame alone goes out as it is: the same bytes for everybody who receives it.
    return frames.length > 1 ? Buffer.concat(frames, sizeBytes) : frames[0];
  }
}
