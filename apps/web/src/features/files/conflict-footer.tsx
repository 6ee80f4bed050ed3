import { Failure } from "@/components/failure.tsx";
import { Button } from "@/components/ui/button.tsx";
import { DialogFooter } from "@/components/ui/dialog.tsx";
import type { Draft } from "./drafts.ts";
import { text } from "./text.ts";
import type { useConflictActions } from "./use-conflict-actions.ts";

type ConflictFooterProps = {
  draft: Draft;
  actions: ReturnType<typeof useConflictActions>;
  /** How far the two go together. */
  note: string;
  error: Error | null;
  saving: boolean;
  /** Something has to be decided first. */
  blocked?: boolean;
  onSave: () => void;
};

/** The ways out of a conflict. */
export function ConflictFooter({ draft, actions, note, error, saving, blocked = false, onSave }: ConflictFooterProps) {
  const { save, copy, discard } = actions;
  const busy = saving || save.isPending || copy.isPending;
  const shown = error ?? save.error ?? copy.error;
  return (
    <>
      {shown ? <Failure size="line" title={text.conflictFailed} error={shown} kept={text.saveKept} className="m-4" /> : null}
      <DialogFooter>
        <p role="status" className="min-w-0 flex-1 basis-64 text-muted text-sm">
          {note}
        </p>
        <Button variant="ghost" disabled={busy} onClick={discard}>
          {text.takeTheirs}
        </Button>
        <Button busy={copy.isPending} disabled={busy} onClick={() => copy.mutate()}>
          {text.saveCopy}
        </Button>
        <Button disabled={busy} onClick={() => save.mutate(draft.text)}>
          {text.overwrite}
        </Button>
        <Button variant="primary" busy={saving} disabled={busy || blocked} onClick={onSave}>
          {text.saveMerged}
        </Button>
      </DialogFooter>
    </>
  );
}
