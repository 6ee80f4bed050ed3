import { useSyncExternalStore } from "react";
import { formatExact, formatRelative } from "@/lib/format.ts";
import { Tooltip } from "./ui/tooltip.tsx";

// One clock for every time on the page, and none while there is no time to show.
const tickMs = 30_000;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function getNow() {
  if (timer === undefined) now = Date.now();
  return now;
}

/** How long ago, kept current; the exact time on hover. `at` is ISO 8601. */
export function Time({ at, className }: { at: string; className?: string }) {
  const current = useSyncExternalStore(subscribe, getNow);
  const date = new Date(at);
  return (
    <Tooltip label={formatExact(date)}>
      <time dateTime={at} className={className}>
        {formatRelative(date, new Date(current))}
      </time>
    </Tooltip>
  );
}
