import type { ComponentProps } from "react";
import { cn } from "@/lib/cn.ts";

export const controlClasses =
  "w-full min-w-0 rounded-md border border-control-line bg-surface px-2.5 text-sm text-ink transition-colors hover:border-ink-muted focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(controlClasses, "h-(--control-height) read-only:bg-sunken", className)} {...props} />;
}

export function Textarea({ className, rows = 3, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      className={cn(controlClasses, "field-sizing-content min-h-16 py-1.5 read-only:bg-sunken", className)}
      {...props}
    />
  );
}
