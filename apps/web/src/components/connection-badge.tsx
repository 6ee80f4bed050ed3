import { cn } from "@/lib/cn.ts";
import type { LiveState } from "@/lib/live-hub.ts";
import { text } from "./text.ts";
import { Tooltip } from "./ui/tooltip.tsx";

const dots: Record<LiveState, string> = {
  connecting: "bg-faint animate-pulse",
  live: "bg-success",
  reconnecting: "bg-warning animate-pulse",
  offline: "bg-danger",
  denied: "bg-danger",
};

/** Whether this page hears of changes as they happen. A press tries again at once. */
export function ConnectionBadge({ state, onRetry }: { state: LiveState; onRetry: () => void }) {
  const { label, hint } = text.live[state];
  return (
    <Tooltip label={hint}>
      <button
        type="button"
        aria-label={label}
        onClick={onRetry}
        className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-muted text-xs transition-colors hover:bg-hover pointer-coarse:h-9"
      >
        <span className={cn("size-2 rounded-full", dots[state])} aria-hidden />
        <span role="status" className={state === "live" ? "sr-only" : "max-sm:sr-only"}>
          {label}
        </span>
      </button>
    </Tooltip>
  );
}
