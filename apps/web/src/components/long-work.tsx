import { CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { formatDuration } from "@/lib/format.ts";
import { text } from "./text.ts";
import { Button } from "./ui/button.tsx";
import { Progress } from "./ui/progress.tsx";

export type LongWorkState = "running" | "done" | "failed" | "cancelled";

type LongWorkProps = {
  /** What is being done: "Importing MyGame". */
  title: string;
  state: LongWorkState;
  /** 0 to 1; null while the end is not known. */
  progress: number | null;
  /** What has been done so far, with units: "312 of 1,704 files · 24 MB". */
  detail: ReactNode;
  /** What else is to be known about the end of it. */
  note?: ReactNode;
  /** How fast, with units: "3.1 MB/s". */
  rate?: ReactNode;
  timeLeftMs?: number | null;
  onCancel?: () => void;
  /** Where to go when it is over. */
  action?: ReactNode;
};

/** One piece of long work: progress, rate, time left, cancel. */
export function LongWork({ title, state, progress, detail, note, rate, timeLeftMs, onCancel, action }: LongWorkProps) {
  const running = state === "running";
  return (
    <section aria-label={title} className="rounded-lg border bg-surface p-4 shadow-1">
      <div className="flex items-center gap-2.5">
        <StateIcon state={state} />
        <h3 className="min-w-0 flex-1 truncate font-medium text-base">{title}</h3>
        {running && onCancel ? (
          <Button size="sm" variant="ghost" onClick={onCancel}>
            {text.cancel}
          </Button>
        ) : null}
        {running ? null : action}
      </div>
      {running ? <Progress value={progress} label={title} className="mt-3" /> : null}
      <p className="mt-2 flex flex-wrap gap-x-3 gap-y-0.5 text-muted text-xs tabular">
        <span>{detail}</span>
        {running && rate ? <span>{rate}</span> : null}
        {running && timeLeftMs != null ? <span className="sm:ml-auto">{text.left(formatDuration(timeLeftMs))}</span> : null}
      </p>
      {note ? <p className="mt-1 line-clamp-3 text-muted text-xs tabular">{note}</p> : null}
    </section>
  );
}

function StateIcon({ state }: { state: LongWorkState }) {
  const label = text.work[state];
  if (state === "running") return <LoaderCircle className="size-4 animate-spin text-accent-text" aria-label={label} />;
  if (state === "done") return <CircleCheck className="size-4 text-success" aria-label={label} />;
  return <CircleX className={state === "failed" ? "size-4 text-danger" : "size-4 text-muted"} aria-label={label} />;
}
