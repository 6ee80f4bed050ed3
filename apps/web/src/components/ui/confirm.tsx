import { AlertDialog as Radix } from "radix-ui";
import { type ReactNode, useId, useState } from "react";
import { cn } from "@/lib/cn.ts";
import { text } from "../text.ts";
import { Button } from "./button.tsx";
import { dialogClasses, overlayClasses } from "./dialog.tsx";
import { Input } from "./input.tsx";
import { useDialogFocus } from "./use-dialog-focus.ts";

type ConfirmProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question that names the thing: "Delete project Atlas?" */
  title: ReactNode;
  /** What will happen, one per line; there is no bare "are you sure". */
  consequences: readonly ReactNode[];
  /** The verb of the button: "Delete project". */
  action: string;
  /** Words to type first, for what cannot be taken back at all. */
  typeToConfirm?: string;
  tone?: "danger" | "primary";
  /** May take its time; the dialog closes when it succeeds and stays with the message when it fails. */
  onConfirm: () => Promise<void> | void;
};

/** Asks before an act that cannot be undone, with its consequences listed. */
export function Confirm({ open, onOpenChange, ...rest }: ConfirmProps) {
  const focus = useDialogFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content className={cn(dialogClasses, "max-w-lg")} {...focus}>
          <ConfirmBody onDone={() => onOpenChange(false)} {...rest} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ConfirmBodyProps = Omit<ConfirmProps, "open" | "onOpenChange"> & { onDone: () => void };

function ConfirmBody({ title, consequences, action, typeToConfirm, tone = "danger", onConfirm, onDone }: ConfirmBodyProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [typed, setTyped] = useState("");
  const typeId = useId();

  async function confirm() {
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onDone();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  }

  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-4 pb-5">
        <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
        <Radix.Description asChild>
          <ul className="mt-3 list-disc space-y-1.5 pl-5 text-base text-muted">
            {consequences.map((consequence, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed while the dialog is open
              <li key={index}>{consequence}</li>
            ))}
          </ul>
        </Radix.Description>
        {typeToConfirm ? (
          <div className="mt-4">
            <label htmlFor={typeId} className="text-sm">
              {text.typeToConfirm[0]} <strong className="font-medium font-mono">{typeToConfirm}</strong> {text.typeToConfirm[1]}
            </label>
            <Input id={typeId} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" className="mt-1.5" />
          </div>
        ) : null}
        {problem ? (
          <p role="alert" className="mt-4 rounded-md bg-danger-soft px-3 py-2 text-danger text-sm">
            {problem}
          </p>
        ) : null}
      </div>
      <footer className="flex justify-end gap-2 rounded-b-lg border-t bg-canvas px-5 py-3">
        <Radix.Cancel asChild>
          <Button variant="secondary" data-autofocus>
            {text.cancel}
          </Button>
        </Radix.Cancel>
        <Button variant={tone} busy={busy} disabled={typeToConfirm !== undefined && typed !== typeToConfirm} onClick={confirm}>
          {action}
        </Button>
      </footer>
    </>
  );
}
