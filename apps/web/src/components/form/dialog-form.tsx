import type { ComponentProps, ReactNode } from "react";
import { Failure } from "@/components/failure.tsx";
import { Button } from "@/components/ui/button.tsx";
import { DialogBody, DialogClose, DialogFooter } from "@/components/ui/dialog.tsx";
import { text } from "../text.ts";
import { Form } from "./form.tsx";

type DialogFormProps = Pick<ComponentProps<typeof Form>, "onSubmit"> & {
  busy: boolean;
  /** What went wrong with the form as a whole, or null. */
  failure: unknown;
  failureTitle: string;
  /** The verb of the button that sends. */
  action: string;
  children: ReactNode;
};

/** The inside of a dialog that asks: fields, what went wrong, and the way on or out. Stands in DialogContent. */
export function DialogForm({ onSubmit, busy, failure, failureTitle, action, children }: DialogFormProps) {
  return (
    <Form onSubmit={onSubmit} className="min-h-0 gap-0">
      <DialogBody className="flex flex-col gap-5 pt-1">
        {children}
        {failure ? <Failure size="line" title={failureTitle} error={failure} /> : null}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{text.cancel}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" busy={busy}>
          {action}
        </Button>
      </DialogFooter>
    </Form>
  );
}
