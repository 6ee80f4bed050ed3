import { Tabs as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn.ts";

export const Tabs = Radix.Root;

export function TabsList({ className, ...props }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={cn("flex items-center gap-1 overflow-x-auto border-b", className)} {...props} />;
}

/** Also worn by links that switch between the parts of a page. */
export const tabClasses =
  "focus-inset relative -mb-px inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-t-md border-transparent border-b-2 px-2.5 font-medium text-muted text-sm transition-colors hover:text-ink aria-selected:border-accent aria-[current=page]:border-accent aria-selected:text-ink aria-[current=page]:text-ink [&_svg]:size-4";

export function TabsTrigger({ className, ...props }: ComponentProps<typeof Radix.Trigger>) {
  return <Radix.Trigger className={cn(tabClasses, className)} {...props} />;
}

export const TabsContent = Radix.Content;
