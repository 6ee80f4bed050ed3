import { CopyButton } from "./copy-button.tsx";
import { text } from "./text.ts";
import { Button } from "./ui/button.tsx";
import { DialogBody, DialogClose, DialogFooter } from "./ui/dialog.tsx";

type DialogSecretProps = {
  title: string;
  /** Why it has to be taken now. */
  note: string;
  /** The link or key. */
  value: string;
  copyLabel: string;
};

/** The inside of a dialog that shows what cannot be shown again. Stands in DialogContent. */
export function DialogSecret({ title, note, value, copyLabel }: DialogSecretProps) {
  return (
    <>
      <DialogBody>
        <h3 className="font-medium">{title}</h3>
        <p className="text-muted text-sm">{note}</p>
        <p className="mt-3 flex items-center gap-2 rounded-md border bg-sunken py-1.5 pr-1.5 pl-3">
          <code className="min-w-0 flex-1 break-all font-mono text-xs">{value}</code>
          <CopyButton value={value} label={copyLabel} />
        </p>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="primary">{text.done}</Button>
        </DialogClose>
      </DialogFooter>
    </>
  );
}
