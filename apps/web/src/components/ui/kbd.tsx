import { cn } from "@/lib/cn.ts";
import { describeKeys } from "@/lib/keys.ts";

/** Keys as they are printed on the keyboard in use: `mod+k` is ⌘K or Ctrl K, `g f` is G then F. */
export function Kbd({ keys, inverted }: { keys: string; inverted?: boolean }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-0.5">
      {describeKeys(keys).map((key, index) => (
        <kbd
          // biome-ignore lint/suspicious/noArrayIndexKey: keys of one shortcut never move
          key={index}
          className={cn(
            "inline-flex h-5 min-w-5 items-center justify-center rounded-sm border px-1 font-medium font-sans text-xs",
            inverted ? "border-current/30" : "border-line-strong bg-sunken text-muted",
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
