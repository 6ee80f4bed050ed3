import { useId, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { describeLeftOut } from "./left-out.ts";
import { commonFolder, type Gathered } from "./read-drop.ts";
import { startImport } from "./store.ts";
import { text } from "./text.ts";

/** Files that somebody dropped or picked, and where. */
export type Offer = Gathered & { folder: string };

type ImportDialogProps = { projectId: string; offer: Offer | null; onClose: () => void };

/** Says what would be imported and where to, before anything is sent. */
export function ImportDialog({ projectId, offer, onClose }: ImportDialogProps) {
  return (
    <Dialog open={offer !== null} onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={text.title} description={text.note}>
        {offer ? <Plan projectId={projectId} offer={offer} onClose={onClose} /> : null}
      </DialogContent>
    </Dialog>
  );
}

function Plan({ projectId, offer, onClose }: { projectId: string; offer: Offer; onClose: () => void }) {
  const workspace = useWorkspace();
  const top = commonFolder(offer.entries);
  const title = top ?? offer.entries[0]?.path ?? "";
  const id = useId();
  // A Unity project dropped on the root is meant to be the project, not a folder in it.
  const looksLikeProject = top !== null && offer.folder === "" && offer.entries.some(({ path }) => path.startsWith(`${top}/Assets/`));
  const [withoutTopFolder, setWithoutTopFolder] = useState(looksLikeProject);
  const [message, setMessage] = useState(text.messageDefault(title));
  const leftOut = describeLeftOut(offer.skipped, []);
  const totalBytes = offer.entries.reduce((sum, { content }) => sum + content.size, 0);

  if (offer.entries.length === 0) {
    return (
      <>
        <DialogBody className="space-y-1">
          <p>{text.nothing}</p>
          {leftOut ? <p className="text-muted text-sm">{leftOut}</p> : null}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{text.cancel}</Button>
        </DialogFooter>
      </>
    );
  }
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        void startImport({
          workspaceId: workspace.id,
          projectId,
          title,
          entries: offer.entries,
          skipped: offer.skipped,
          folder: offer.folder,
          withoutTopFolder,
          message,
        });
        onClose();
      }}
    >
      <DialogBody className="space-y-4 pt-1">
        <div className="rounded-md border bg-sunken px-3 py-2.5">
          <p className="font-medium">{title}</p>
          <p className="text-muted text-sm tabular">
            {text.summary(offer.entries.length, totalBytes)} · {text.into(offer.folder)}
          </p>
          {leftOut ? <p className="mt-1 text-muted text-sm tabular">{leftOut}</p> : null}
        </div>
        {top ? (
          <div className="flex items-start gap-2.5">
            <Checkbox
              id={`${id}-strip`}
              checked={withoutTopFolder}
              onCheckedChange={(checked) => setWithoutTopFolder(checked === true)}
              className="mt-0.5"
            />
            <label htmlFor={`${id}-strip`} className="text-sm">
              {text.leaveOut(top)}
            </label>
          </div>
        ) : null}
        <div>
          <label htmlFor={`${id}-message`} className="mb-1.5 block font-medium text-sm">
            {text.message}
          </label>
          <Input id={`${id}-message`} value={message} onChange={(event) => setMessage(event.target.value)} maxLength={2000} />
        </div>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{text.cancel}</Button>
        </DialogClose>
        <Button type="submit" variant="primary">
          {text.start}
        </Button>
      </DialogFooter>
    </form>
  );
}
