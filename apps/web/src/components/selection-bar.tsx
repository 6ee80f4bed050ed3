import { X } from "lucide-react";
import type { ReactNode } from "react";
import { formatCount } from "@/lib/format.ts";
import { text } from "./text.ts";
import { Button } from "./ui/button.tsx";

/** What can be done with everything that is selected, in place of the filters. */
export function SelectionBar({ count, onClear, children }: { count: number; onClear: () => void; children: ReactNode }) {
  return (
    <div
      role="toolbar"
      aria-label={text.selection}
      className="mb-2 flex min-h-(--control-height) flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-selected px-3 py-0.5"
    >
      <span className="font-medium text-sm tabular" role="status">
        {formatCount(count)} {text.selected}
      </span>
      {children}
      <Button variant="ghost" size="sm" className="ml-auto" onClick={onClear}>
        <X aria-hidden />
        {text.clear}
      </Button>
    </div>
  );
}
