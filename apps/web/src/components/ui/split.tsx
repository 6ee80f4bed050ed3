import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef, useState } from "react";
import { cn } from "@/lib/cn.ts";
import { recallSize, rememberSize } from "./split-size.ts";

type SplitProps = {
  /** Names the remembered width in this browser. */
  id: string;
  /** What the divider resizes, for those who cannot see it: "File tree". */
  label: string;
  start: ReactNode;
  end: ReactNode;
  initialPx?: number;
  minPx?: number;
  maxPx?: number;
  className?: string;
};

/** Two panes side by side; the divider moves with the pointer, the arrow keys, Home and End, and goes back with a double click. */
export function Split({ id, label, start, end, initialPx = 280, minPx = 180, maxPx = 560, className }: SplitProps) {
  const [width, setWidth] = useState(() => recallSize(id, initialPx));
  const container = useRef<HTMLDivElement>(null);
  const startId = useId();
  const clamp = (px: number) => Math.round(Math.min(maxPx, Math.max(minPx, px)));

  function resize(px: number) {
    setWidth(clamp(px));
    rememberSize(id, clamp(px));
  }

  function follow(event: PointerEvent<HTMLDivElement>) {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !container.current) return;
    resize(event.clientX - container.current.getBoundingClientRect().left);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = event.shiftKey ? 64 : 16;
    const target = { ArrowLeft: width - step, ArrowRight: width + step, Home: minPx, End: maxPx, Enter: initialPx }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    resize(target);
  }

  return (
    <div ref={container} className={cn("flex min-h-0 min-w-0", className)}>
      <div id={startId} className="min-h-0 min-w-0 shrink-0" style={{ width }}>
        {start}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be focused and moved */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-controls={startId}
        aria-valuenow={width}
        aria-valuemin={minPx}
        aria-valuemax={maxPx}
        tabIndex={0}
        className="group relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-line outline-none after:absolute after:inset-y-0 after:-inset-x-1.5"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={follow}
        onDoubleClick={() => resize(initialPx)}
        onKeyDown={onKeyDown}
      >
        <span className="absolute inset-y-0 -left-px w-0.75 transition-colors group-hover:bg-line-strong group-focus-visible:bg-focus group-active:bg-accent" />
      </div>
      <div className="min-h-0 min-w-0 flex-1">{end}</div>
    </div>
  );
}
