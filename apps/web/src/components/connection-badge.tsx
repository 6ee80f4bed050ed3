import { cn } from "@/lib/cn.ts";
import type { LiveState } from "@/lib/live-hub.ts";
import { Tooltip } from "./ui/tooltip.tsx";

const looks: Record<LiveState, { label: string; hint: string; dot: string }> = {
  connecting: { label: "Connecting", hint: "Live updates start in a moment.", dot: "bg-faint animate-pulse" },
  live: { label: "Live", hint: "Changes by others appear as they happen.", dot: "bg-success" },
  reconnecting: { label: "Reconnecting", hint: "Live updates stopped. What you missed will follow.", dot: "bg-warning animate-pulse" },
  offline: { label: "Offline", hint: "This device has no network. What you missed will follow.", dot: "bg-danger" },
  denied: { label: "No live updates", hint: "Your sign-in or your membership ended. Reload the page.", dot: "bg-danger" },
};

/** Whether this page hears of changes as they happen. A press tries again at once. */
export function ConnectionBadge({ state, onRetry }: { state: LiveState; onRetry: () => void }) {
  const { label, hint, dot } = looks[state];
  return (
    <Tooltip label={hint}>
      <button
        type="button"
        onClick={onRetry}
        className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-muted text-xs transition-colors hover:bg-hover pointer-coarse:h-9"
      >
        <span className={cn("size-2 rounded-full", dot)} aria-hidden />
        <span role="status" className={state === "live" ? "sr-only" : "max-sm:sr-only"}>
          {label}
        </span>
      </button>
    </Tooltip>
  );
}
