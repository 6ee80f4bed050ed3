import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { join, nameOf } from "@/features/files/paths.ts";
import { fileAtQuery } from "@/features/files/queries.ts";
import { startUpload } from "@/features/uploads/store.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { describeLeftOut } from "./left-out.ts";
import { commonFolder, type Gathered, isUnityPackage, largeFileBytes } from "./read-drop.ts";
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
  const queryClient = useQueryClient();
  const top = commonFolder(offer.entries);
  const large = offer.entries.filter(({ content }) => content.size > largeFileBytes);
  const packages = offer.entries.filter(isUnityPackage);
  const [unpacks, setUnpacks] = useState(true);
  const title = top ?? offer.entries[0]?.path ?? "";
  const id = useId();
  // A Unity project dropped on the root is meant to be the project, not a folder in it.
  const looksLikeProject = top !== null && offer.folder === "" && offer.entries.some(({ path }) => path.startsWith(`${top}/Assets/`));
  const [withoutTopFolder, setWithoutTopFolder] = useState(looksLikeProject);
  const [message, setMessage] = useState(text.messageDefault(title));
  const leftOut = describeLeftOut(offer.skipped, []);
  const totalBytes = offer.entries.reduce((sum, { content }) => sum + content.size, 0);

  function send() {
    const unpacked = unpacks ? packages : [];
    const alone = large.filter((entry) => !unpacked.includes(entry));
    const together = offer.entries.filter((entry) => !unpacked.includes(entry) && !alone.includes(entry));
    const plan = { workspaceId: workspace.id, projectId, folder: offer.folder, message };
    if (together.length > 0) {
      void startImport({ ...plan, title, entries: together, skipped: offer.skipped, withoutTopFolder, unityPackage: false });
    }
    for (const entry of unpacked) {
      // A package says itself where its files belong.
      void startImport({
        ...plan,
        title: entry.path,
        entries: [entry],
        skipped: [],
        folder: "",
        withoutTopFolder: false,
        unityPackage: true,
      });
    }
    for (const { path, content } of alone) {
      const below = withoutTopFolder && top !== null ? path.slice(top.length + 1) : path;
      void uploadAlone(join(offer.folder, below), new File([content], nameOf(path)));
    }
  }

  async function uploadAlone(path: string, file: File) {
    const replaced = await queryClient.fetchQuery({ ...fileAtQuery(workspace.id, projectId, path), staleTime: 0 }).catch(() => null);
    await startUpload({ workspaceId: workspace.id, projectId, path, message, file, ifVersion: replaced?.version });
  }

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
        send();
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
          {large.length > 0 ? <p className="mt-1 text-muted text-sm">{text.largeAlone(large.length)}</p> : null}
        </div>
        {packages.length > 0 ? (
          <div className="flex items-start gap-2.5">
            <Checkbox
              id={`${id}-unpack`}
              checked={unpacks}
              onCheckedChange={(checked) => setUnpacks(checked === true)}
              className="mt-0.5"
            />
            <label htmlFor={`${id}-unpack`} className="text-sm">
              {text.unpack(packages.length)}
            </label>
          </div>
        ) : null}
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
