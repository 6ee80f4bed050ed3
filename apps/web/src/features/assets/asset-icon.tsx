import { cn } from "@/lib/cn.ts";
import { lookOf } from "./asset-types.ts";

/** The sign of an asset's type. Its name stands beside it, or is said in `label`. */
export function AssetIcon({ type, label, className }: { type: string; label?: string; className?: string }) {
  const { icon: Icon } = lookOf(type);
  return <Icon className={cn("size-4 shrink-0 text-muted", className)} aria-hidden={label ? undefined : true} aria-label={label} />;
}
