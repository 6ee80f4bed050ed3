import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn.ts";

type EmptyProps = {
  icon: LucideIcon;
  /** What would be here. */
  title: string;
  /** Why there is nothing. */
  children: ReactNode;
  /** The one next step. */
  action?: ReactNode;
  className?: string;
};

export function Empty({ icon: Icon, title, children, action, className }: EmptyProps) {
  return (
    <div className={cn("flex flex-col items-center justify-center px-6 py-16 text-center", className)}>
      <span className="mb-4 flex size-11 items-center justify-center rounded-lg border bg-surface text-muted shadow-1">
        <Icon className="size-5" aria-hidden />
      </span>
      <h2 className="font-semibold text-lg">{title}</h2>
      <div className="mt-1 max-w-md text-balance text-muted text-sm">{children}</div>
      {action ? <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
