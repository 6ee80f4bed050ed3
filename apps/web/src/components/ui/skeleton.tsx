import type { ComponentProps } from "react";
import { cn } from "@/lib/cn.ts";

/** A quiet block where content will stand, of the same size. Wrap a screenful in <Loading>, which waits before showing it. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden className={cn("animate-pulse rounded-md bg-pressed", className)} {...props} />;
}
