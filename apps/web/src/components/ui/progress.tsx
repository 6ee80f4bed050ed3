import { Progress as Radix } from "radix-ui";
import { cn } from "@/lib/cn.ts";

/** How far something is: 0 to 1, or null when that is not known yet. */
export function Progress({ value, label, className }: { value: number | null; label: string; className?: string }) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <Radix.Root
      value={percent}
      aria-label={label}
      className={cn("relative h-1.5 w-full overflow-hidden rounded-full bg-pressed", className)}
    >
      <Radix.Indicator
        className="h-full rounded-full bg-accent transition-[width] duration-(--duration-normal) data-[state=indeterminate]:w-1/3 data-[state=indeterminate]:animate-pulse"
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </Radix.Root>
  );
}
