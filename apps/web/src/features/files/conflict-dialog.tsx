import type { File } from "@slate/schema/api";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Failure } from "@/components/failure.tsx";
import { Loading } from "@/components/loading.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog, DialogContent, DialogFooter } from "@/components/ui/dialog.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { languageOf } from "@/lib/languages.ts";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import type { Draft } from "./drafts.ts";
import { mergeTexts } from "./merge-texts.ts";
import { copyOf, nameOf } from "./paths.ts";
import { contentQuery, createFile, fileQuery, newestVersionQuery, saveContent } from "./queries.ts";
import { text } from "./text.ts";
import { readText, type TextFormat, writeText } from "./text-format.ts";

const MergeEditor = lazy(() => import("./merge-editor.tsx"));

type ConflictDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  file: File;
  draft: Draft;
  onSaved: () => void;
  onDiscarded: () => void;
  onCopied: (path: string) => void;
};

/** Somebody saved in between: shows both texts, merged as far as they go together, and lets the person decide. */
export function ConflictDialog({ open, onOpenChange, file, draft, ...rest }: ConflictDialogProps) {
  const workspace = useWorkspace();
  const sides = useQuery({
    queryKey: [...keys.file(workspace.id, file.id), "conflict", draft.baseVersion],
    queryFn: () => loadSides(),
    enabled: open,
    staleTime: 0,
    gcTime: 0,
  });
  const queryClient = useQueryClient();

  async function loadSides() {
    const current = await queryClient.fetchQuery({ ...fileQuery(workspace.id, file.id), staleTime: 0 });
    const [base, theirs, newest] = await Promise.all([
      queryClient.fetchQuery(contentQuery(workspace.id, file.id, draft.baseVersion)),
      queryClient.fetchQuery(contentQuery(workspace.id, file.id, current.version)),
      queryClient.fetchQuery({ ...newestVersionQuery(workspace.id, file.id), staleTime: 0 }),
    ]);
    const { text: theirText, format } = readText(theirs);
    return {
      current,
      theirs: theirText,
      format,
      who: newest?.author.name ?? text.somebody,
      merged: mergeTexts(readText(base).text, draft.text, theirText),
    };
  }

  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        width="full"
        title={text.conflictTitle(nameOf(file.path))}
        description={sides.data ? text.conflictIntro(sides.data.who, sides.data.current.version) : null}
      >
        {sides.data ? (
          <Merge key={sides.data.current.version} sides={sides.data} draft={draft} onClose={() => onOpenChange(false)} {...rest} />
        ) : sides.error ? (
          <Failure title={text.contentFailed} error={sides.error} kept={text.saveKept} onRetry={() => sides.refetch()} />
        ) : (
          <Loading label={text.loading} className="p-5">
            <Skeleton className="h-96" />
          </Loading>
        )}
      </DialogContent>
    </Dialog>
  );
}

type Sides = { current: File; theirs: string; format: TextFormat; who: string; merged: { text: string; conflicts: number } };
type MergeProps = Pick<ConflictDialogProps, "draft" | "onSaved" | "onDiscarded" | "onCopied"> & { sides: Sides; onClose: () => void };

function Merge({ sides, draft, onClose, onSaved, onDiscarded, onCopied }: MergeProps) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const { current, theirs, format, merged } = sides;
  const [result, setResult] = useState(merged.text);

  const save = useMutation({
    mutationFn: async (typed: string) => {
      const written = writeText(typed, format);
      const saved = await saveContent(
        workspace.id,
        current.id,
        current.version,
        new Blob([written]),
        text.editMessage(nameOf(current.path)),
      );
      queryClient.setQueryData(keys.content(workspace.id, current.id, saved.version), written);
      queryClient.setQueryData([...keys.paths(workspace.id, current.projectId), current.path], saved);
    },
    onSuccess: () => {
      toast.success(text.saved);
      onClose();
      onSaved();
    },
  });
  const copy = useMutation({
    mutationFn: () =>
      createFile(
        workspace.id,
        current.projectId,
        copyOf(current.path),
        writeText(draft.text, format),
        text.copyMessage(nameOf(current.path)),
      ),
    onSuccess: (file) => {
      toast.success(text.savedCopy(file.path));
      void queryClient.invalidateQueries({ queryKey: keys.tree(workspace.id, current.projectId) });
      onClose();
      onCopied(file.path);
    },
  });
  const busy = save.isPending || copy.isPending;
  const error = save.error ?? copy.error;

  return (
    <>
      <div className="min-h-0 flex-1 overflow-hidden border-y">
        <div className="grid grid-cols-2 border-b bg-canvas px-3 py-1.5 font-medium text-xs">
          <span>{text.theirs(current.version)}</span>
          <span className="pl-4">{text.mine}</span>
        </div>
        <Suspense fallback={<Skeleton className="m-4 h-64" />}>
          <MergeEditor theirs={theirs} mine={merged.text} language={languageOf(current.path)} onChange={setResult} />
        </Suspense>
      </div>
      {error ? <Failure size="line" title={text.conflictFailed} error={error} kept={text.saveKept} className="m-4" /> : null}
      <DialogFooter>
        <p className="min-w-0 flex-1 basis-64 text-muted text-sm">
          {merged.conflicts > 0 ? text.conflicts(merged.conflicts) : text.merged}
        </p>
        <Button variant="ghost" disabled={busy} onClick={() => [onClose(), onDiscarded()]}>
          {text.takeTheirs}
        </Button>
        <Button busy={copy.isPending} disabled={busy} onClick={() => copy.mutate()}>
          {text.saveCopy}
        </Button>
        <Button disabled={busy} onClick={() => save.mutate(draft.text)}>
          {text.overwrite}
        </Button>
        <Button variant="primary" busy={save.isPending} onClick={() => save.mutate(result)}>
          {text.saveMerged}
        </Button>
      </DialogFooter>
    </>
  );
}
