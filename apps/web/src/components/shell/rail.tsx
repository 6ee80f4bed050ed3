import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn.ts";

/** Looks of a place in the rail; the link itself is the router's, with `aria-current` when it is the page. */
export const railLinkClasses =
  "flex h-8 min-w-0 items-center gap-2.5 rounded-md px-2.5 text-muted text-sm transition-colors hover:bg-pressed hover:text-ink aria-[current=page]:bg-pressed aria-[current=page]:font-medium aria-[current=page]:text-ink pointer-coarse:h-11 [&_svg]:size-4 [&_svg]:shrink-0";

export function RailLabel({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <>
      <Icon aria-hidden />
      <span className="truncate">{children}</span>
    </>
  );
}

/** A titled group of places. */
export function RailGroup({ title, className, children, ...props }: ComponentProps<"nav"> & { title: string }) {
  return (
    <nav aria-label={title} className={cn("px-2 py-2", className)} {...props}>
      <p className="px-2.5 pb-1 font-medium text-faint text-xs">{title}</p>
      <div className="flex flex-col gap-px">{children}</div>
    </nav>
  );
}
