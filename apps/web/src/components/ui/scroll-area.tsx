import { ScrollArea as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn.ts";

/** Scrolls without the system's bar taking room from the content. Long lists scroll natively instead: they are virtual. */
export function ScrollArea({ className, children, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root className={cn("relative overflow-hidden", className)} {...props}>
      <Radix.Viewport className="focus-inset size-full rounded-[inherit]">{children}</Radix.Viewport>
      <Radix.Scrollbar orientation="vertical" className="flex w-2 touch-none select-none p-px">
        <Radix.Thumb className="relative flex-1 rounded-full bg-line-strong" />
      </Radix.Scrollbar>
      <Radix.Scrollbar orientation="horizontal" className="flex h-2 touch-none select-none flex-col p-px">
        <Radix.Thumb className="relative flex-1 rounded-full bg-line-strong" />
      </Radix.Scrollbar>
    </Radix.Root>
  );
}
