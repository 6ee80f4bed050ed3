import type { File } from "@slate/schema/api";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { CodeEditor } from "@/components/code-editor/code-editor.tsx";
import { Failure } from "@/components/failure.tsx";
import { Loading } from "@/components/loading.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { isApiError } from "@/lib/api-error.ts";
import { languageOf } from "@/lib/languages.ts";
import { keys } from "@/lib/query-keys.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { useDrafts } from "./drafts.ts";
import { nameOf } from "./paths.ts";
import { newestVersionQuery, saveContent } from "./queries.ts";
import { text } from "./text.ts";
import { writeText } from "./text-format.ts";
import { type Base, useBase } from "./use-base.ts";

type EditorPaneProps = { file: File; myId: string; onCopied: (path: string) => void };

export function EditorPane(props: EditorPaneProps) {
  const { base, error, refetch, isFetching } = useBase(props.file);
  if (base) return <Editing {...props} base={base} />;
  if (error) return <Failure title={text.contentFailed} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  return (
    <Loading label={text.loading} className="p-4">
      <Skeleton className="h-64" />
    </Loading>
  );
}

function Editing({ file, base, myId, onCopied }: EditorPaneProps & { base: Base }) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const mayWrite = useCan("file.write");
  const draft = useDrafts((state) => state.drafts[file.id]);
  const { put, drop } = useDrafts.getState();
  // Another number is another editor, which begins with the text of the server.
  const [generation, setGeneration] = useState(0);
  const [merging, setMerging] = useState(false);
  const started = useRef(draft?.text);

  const foreignLock = file.lock !== null && file.lock.owner.id !== myId;
  const overtaken = draft !== undefined && draft.baseVersion !== base.version;

  function onChange(typed: string) {
    const before = useDrafts.getState().drafts[file.id];
    if (typed === base.text && (!before || before.baseVersion === base.version)) drop(file.id);
    else put(file.id, { text: typed, baseVersion: before?.baseVersion ?? base.version });
  }

  const save = useMutation({
    mutationFn: async ({ typed, version }: { typed: string; version: number }) => {
      const written = writeText(typed, base.format);
      return {
        saved: await saveContent(workspace.id, file.id, version, new Blob([written]), text.editMessage(nameOf(file.path))),
        written,
        typed,
      };
    },
    onSuccess: ({ saved, written, typed }) => {
      queryClient.setQueryData(keys.content(workspace.id, file.id, saved.version), written);
      queryClient.setQueryData([...keys.paths(workspace.id, file.projectId), file.path], saved);
      void queryClient.invalidateQueries({ queryKey: keys.versions(workspace.id, file.id) });
      const after = useDrafts.getState().drafts[file.id];
      // What was typed while it was being saved is the next draft.
      if (after && after.text !== typed) put(file.id, { text: after.text, baseVersion: saved.version });
      else drop(file.id);
    },
    onError: (error) => {
      if (isApiError(error) && error.status === 412) setMerging(true);
      else toast.error(text.saveFailed, { description: `${error.message} ${text.saveKept}` });
    },
  });

  function onSave(typed: string) {
    const current = useDrafts.getState().drafts[file.id];
    if (!current || save.isPending || !mayWrite) return;
    if (current.baseVersion !== base.version) setMerging(true);
    else save.mutate({ typed, version: current.baseVersion });
  }

  function restart() {
    drop(file.id);
    started.current = undefined;
    setGeneration(generation + 1);
  }

  return (
    <div className="flex h-full min-h-0 flex-col">
      {overtaken ? <Overtaken fileId={file.id} version={base.version} onCompare={() => setMerging(true)} /> : null}
      <CodeEditor
        label={file.path}
        documentId={`${file.id}:${generation}`}
        value={base.text}
        draft={started.current}
        language={languageOf(file.path)}
        readOnly={!mayWrite || foreignLock}
        onChange={onChange}
        onSave={onSave}
        className="min-h-0 flex-1"
      />
      <footer className="flex h-10 shrink-0 items-center gap-2 border-t bg-canvas pr-2 pl-3 text-muted text-xs">
        <p role="status" className="min-w-0 flex-1 truncate">
          {!mayWrite
            ? text.readOnly
            : foreignLock
              ? text.lockedByOther(file.lock?.owner.name ?? "")
              : save.isPending
                ? text.saving
                : draft
                  ? text.unsaved
                  : base.format.mixed
                    ? text.mixedLines
                    : text.version(base.version)}
        </p>
        {mayWrite && draft ? (
          <>
            <Button variant="ghost" size="sm" onClick={() => discard(draft.text)}>
              {text.discard}
            </Button>
            <Button variant="primary" size="sm" busy={save.isPending} onClick={() => onSave(draft.text)}>
              {text.save}
              <span className="max-sm:hidden">
                <Kbd keys="mod+s" inverted />
              </span>
            </Button>
          </>
        ) : null}
      </footer>
      {draft ? (
        <ConflictDialog
          open={merging}
          onOpenChange={setMerging}
          file={file}
          draft={draft}
          onSaved={restart}
          onDiscarded={restart}
          onCopied={(path) => {
            restart();
            onCopied(path);
          }}
        />
      ) : null}
    </div>
  );

  /** Throws the draft away, with a way back. */
  function discard(typed: string) {
    const before = useDrafts.getState().drafts[file.id];
    restart();
    toast(text.discarded, {
      duration: 10_000,
      action: {
        label: text.undo,
        onClick: () => {
          if (before) put(file.id, before);
          started.current = typed;
          setGeneration((number) => number + 1);
        },
      },
    });
  }
}

function Overtaken({ fileId, version, onCompare }: { fileId: string; version: number; onCompare: () => void }) {
  const workspace = useWorkspace();
  const { data: newest } = useQuery(newestVersionQuery(workspace.id, fileId));
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 border-b bg-info-soft px-3 py-2 text-sm">
      <p className="min-w-0 flex-1">{text.newer(newest?.author.name ?? text.somebody, version)}</p>
      <Button size="sm" onClick={onCompare}>
        {text.compare}
      </Button>
    </div>
  );
}
