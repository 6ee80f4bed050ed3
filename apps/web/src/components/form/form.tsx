import type { BaseSyntheticEvent, ReactNode } from "react";
import { Failure } from "@/components/failure.tsx";
import { Button } from "@/components/ui/button.tsx";
import { cn } from "@/lib/cn.ts";

type FormProps = {
  onSubmit: (event?: BaseSyntheticEvent) => Promise<void>;
  children: ReactNode;
  className?: string;
};

/** Fields below each other. The browser's own bubbles stay off: errors stand under their field. */
export function Form({ onSubmit, children, className }: FormProps) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        // A dialog's form may sit inside another one in React's tree, which must not hear of it.
        event.stopPropagation();
        return onSubmit(event);
      }}
      className={cn("flex flex-col gap-5", className)}
    >
      {children}
    </form>
  );
}

type SubmitProps = { busy: boolean; failure: unknown; failureTitle: string; children: ReactNode; className?: string };

/** The button that sends the form, with what went wrong above it. */
export function Submit({ busy, failure, failureTitle, children, className }: SubmitProps) {
  return (
    <>
      {failure ? <Failure size="line" title={failureTitle} error={failure} /> : null}
      <Button type="submit" variant="primary" busy={busy} className={className}>
        {children}
      </Button>
    </>
  );
}
