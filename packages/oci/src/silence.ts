/**
 * Aborts a call when the registry stays silent for too long. A whole transfer may take hours; one answer or one chunk may
 * not. The watch is paused while the other end (a slow browser, say) is the one we wait for.
 */
export interface SilenceWatch {
  signal: AbortSignal;
  /** Something arrived or is about to: the time starts again. */
  touch(): void;
  pause(): void;
  /** Ends the call now, for a reason of our own. */
  abort(reason: unknown): void;
  timedOut(): boolean;
}

/** A watch at rest: the first `touch` starts it. */
export function watchSilence(timeoutMs: number, callerSignal?: AbortSignal): SilenceWatch {
  const own = new AbortController();
  let timedOut = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const pause = () => clearTimeout(timer);
  const touch = () => {
    pause();
    timer = setTimeout(() => {
      timedOut = true;
      own.abort(new DOMException(`silent for ${timeoutMs} ms`, "TimeoutError"));
    }, timeoutMs).unref(); // a late touch of a call that is over must not keep the process
  };
  return {
    signal: callerSignal ? AbortSignal.any([own.signal, callerSignal]) : own.signal,
    touch,
    pause,
    abort: (reason) => own.abort(reason),
    timedOut: () => timedOut,
  };
}
