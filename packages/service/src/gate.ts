import { problems } from "./errors.ts";

export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Lets `concurrency` works run at once; the rest wait in a bounded queue, at most `waitMs`. Past either bound it throws
 * `server.unavailable` with the words of `busy`: overload is answered quickly instead of piling up (security M1).
 */
export function createGate(options: { concurrency: number; waitMs: number; queue: number; busy: string }): Gate {
  let running = 0;
  const waiting: { start: () => void; timer: Timer }[] = [];
  const overloaded = () => problems.unavailable(options.busy, { headers: { "Retry-After": "1" } });

  const enter = (): Promise<void> | void => {
    if (running < options.concurrency) {
      running++;
      return;
    }
    if (waiting.length >= options.queue) throw overloaded();
    return new Promise((resolve, reject) => {
      const entry = {
        start: resolve,
        timer: setTimeout(() => {
          waiting.splice(waiting.indexOf(entry), 1);
          reject(overloaded());
        }, options.waitMs),
      };
      waiting.push(entry);
    });
  };
  const leave = () => {
    const next = waiting.shift();
    if (!next) {
      running--;
      return;
    }
    clearTimeout(next.timer);
    next.start(); // the place passes on; `running` stays
  };

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
