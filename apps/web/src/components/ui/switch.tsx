import { Switch as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn.ts";

export function Switch({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        "relative inline-flex h-5 w-9 shrink-0 items-center rounded-full bg-control-line p-0.5 transition-colors after:absolute after:-inset-2 disabled:opacity-50 data-[state=checked]:bg-accent",
        className,
      )}
      {...props}
    >
      <Radix.Thumb className="size-4 rounded-full bg-on-fill shadow-1 transition-transform data-[state=checked]:translate-x-4" />
    </Radix.Root>
  );
}
