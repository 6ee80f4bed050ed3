import { RotateCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError } from "@/lib/api-error.ts";
import { cn } from "@/lib/cn.ts";
import { CopyButton } from "./copy-button.tsx";
import { text } from "./text.ts";
import { Button } from "./ui/button.tsx";

type FailureProps = {
  /** What happened, in words of the feature: "The projects could not be loaded". */
  title: string;
  error: unknown;
  /** What was not lost: "Your text is still in the editor." */
  kept?: ReactNode;
  onRetry?: () => void;
  retrying?: boolean;
  /** Another way on, beside or instead of trying again. */
  action?: ReactNode;
  /** `line` fits inside a form or a list. */
  size?: "page" | "line";
  className?: string;
};

/** What happened, what was kept, what to do, and the request id to hand to whoever helps. */
export function Failure({ title, error, kept, onRetry, retrying, action, size = "page", className }: FailureProps) {
  const requestId = error instanceof ApiError ? error.requestId : null;
  const page = size === "page";
  return (
    <div
      role="alert"
      className={cn(
        page ? "flex flex-col items-center px-6 py-16 text-center" : "flex items-start gap-3 rounded-lg bg-danger-soft p-3 text-left",
        className,
      )}
    >
      <TriangleAlert className={cn("shrink-0 text-danger", page ? "mb-4 size-8" : "mt-0.5 size-4")} aria-hidden />
      <div className={cn("min-w-0", page ? "max-w-lg" : "flex-1")}>
        <p className={page ? "font-semibold text-lg" : "font-medium text-sm"}>{title}</p>
        <p className="mt-0.5 text-pretty text-sm [overflow-wrap:anywhere]">{messageOf(error)}</p>
        {kept ? <p className="mt-1 text-sm">{kept}</p> : null}
        {onRetry || action ? (
          <div className={cn("flex flex-wrap gap-2", page ? "mt-5 justify-center" : "mt-2")}>
            {onRetry ? (
              <Button onClick={onRetry} busy={retrying} size={page ? "md" : "sm"}>
                {retrying ? null : <RotateCw aria-hidden />}
                {text.tryAgain}
              </Button>
            ) : null}
            {action}
          </div>
        ) : null}
        {requestId ? (
          <p className={cn("mt-3 flex items-center gap-1 text-muted text-xs", page && "justify-center")}>
            {text.request} <code className="truncate font-mono">{requestId}</code>
            <CopyButton value={requestId} label={text.copyRequest} />
          </p>
        ) : null}
      </div>
    </div>
  );
}

function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return text.failedHere;
}
