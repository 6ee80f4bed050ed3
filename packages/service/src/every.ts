import type { Log } from "./log.ts";

/** Repeats `work`, a first time after one interval, never twice at once. A failure is logged and the next turn tries again. */
export function every(intervalMs: number, log: Log, work: () => Promise<unknown>): { stop(): Promise<void> } {
  let running: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    running ??= work()
      .catch((error) => log.warn({ err: String(error) }, "background work failed; it will be tried again"))
      .finally(() => {
        running = null;
      });
  }, intervalMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
