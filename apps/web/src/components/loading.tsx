import { type ReactNode, useEffect, useState } from "react";
import { cn } from "@/lib/cn.ts";
import { Skeleton } from "./ui/skeleton.tsx";

/** Below this, a flash of skeleton is worse than a moment of nothing. */
const patienceMs = 150;

/** Keeps the layout while something loads: takes the room at once, shows its skeleton only when the wait can be felt. */
export function Loading({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), patienceMs);
    return () => clearTimeout(timer);
  }, []);

  return (
    <div role="status" className={className}>
      <div className={cn("transition-opacity", patient && "opacity-0")}>{children}</div>
      <span className="sr-only">{patient ? "" : label}</span>
    </div>
  );
}

/** The skeleton of a list or table. */
export function LoadingRows({ label, rows = 8 }: { label: string; rows?: number }) {
  return (
    <Loading label={label}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical blocks
        <div key={index} className="flex h-(--row-height) items-center gap-4 border-b px-3">
          <Skeleton className="h-3.5" style={{ width: `${18 + ((index * 37) % 22)}%` }} />
          <Skeleton className="ml-auto h-3.5 w-16 max-sm:hidden" />
          <Skeleton className="h-3.5 w-24" />
        </div>
      ))}
    </Loading>
  );
}
