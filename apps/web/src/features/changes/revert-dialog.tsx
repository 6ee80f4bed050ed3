import type { Changeset, Conflict } from "@slate/schema/api";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Failure } from "@/components/failure.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { ChangedFile } from "./changed-file.tsx";
import { revertChangeset, revertPreviewQuery } from "./queries.ts";
import { text } from "./text.ts";

type RevertDialogProps = {
  changeset: Changeset;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onReverted: (changeset: Changeset) => void;
};

/** Shows what undoing a changeset would do before it is done. */
export function RevertDialog({ changeset, open, onOpenChange, onReverted }: RevertDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={text.revertTitle} description={text.revertIntro} width="lg">
        <Revert
          changeset={changeset}
          onReverted={(made) => {
            onOpenChange(false);
            onReverted(made);
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

function Revert({ changeset, onReverted }: { changeset: Changeset; onReverted: (changeset: Changeset) => void }) {
  const workspace = useWorkspace();
  const messageId = useId();
  const [message, setMessage] = useState(text.messageDefault(changeset.message || text.untitled[changeset.kind]));
  const preview = useInfiniteQuery(revertPreviewQuery(workspace.id, changeset.id));
  const revert = useMutation({
    mutationFn: () => revertChangeset(workspace.id, changeset.id, message),
    onSuccess: (made) => {
      toast.success(text.reverted);
      onReverted(made);
    },
  });
  const conflicts = preview.data?.pages[0]?.conflicts ?? [];

  return (
    <>
      <DialogBody>
        <QueryView query={preview} loading={<LoadingRows label={text.revertLoading} rows={4} />} failure={text.previewFailed}>
          {({ pages }) =>
            conflicts.length > 0 ? (
              <Conflicts conflicts={conflicts} />
            ) : (
              <div className="space-y-3">
                <label htmlFor={messageId} className="block font-medium text-sm">
                  {text.message}
                </label>
                <Input id={messageId} value={message} onChange={(event) => setMessage(event.target.value)} maxLength={2000} />
                <p className="pt-2 text-sm">{text.willChange(pages.flatMap(({ changes }) => changes.items).length, preview.hasNextPage)}</p>
                {pages
                  .flatMap(({ changes }) => changes.items)
                  .map((file) => (
                    <ChangedFile key={file.fileId} projectId={changeset.projectId} file={file} />
                  ))}
                {preview.hasNextPage ? (
                  <Button busy={preview.isFetchingNextPage} onClick={() => preview.fetchNextPage()}>
                    {text.more}
                  </Button>
                ) : null}
              </div>
            )
          }
        </QueryView>
        {revert.error ? <Failure size="line" title={text.revertFailed} error={revert.error} className="mt-4" /> : null}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{text.cancel}</Button>
        </DialogClose>
        <Button
          variant="primary"
          busy={revert.isPending}
          disabled={preview.data === undefined || conflicts.length > 0}
          onClick={() => revert.mutate()}
        >
          {text.revert}
        </Button>
      </DialogFooter>
    </>
  );
}

function Conflicts({ conflicts }: { conflicts: readonly Conflict[] }) {
  return (
    <div role="alert">
      <h3 className="font-medium text-danger">{text.conflictsTitle(conflicts.length)}</h3>
      <p className="mt-1 text-muted text-sm">{text.conflictsText}</p>
      <ul className="mt-3 divide-y rounded-lg border">
        {conflicts.map((conflict) => (
          <li key={conflict.fileId} className="px-3 py-2 text-sm">
            <span className="block truncate font-medium">{conflict.path}</span>
            <span className="text-muted text-xs">
              {text.reasons[conflict.reason]}: {conflict.message}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
