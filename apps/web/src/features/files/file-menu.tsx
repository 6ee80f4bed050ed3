import type { File } from "@slate/schema/api";
import { Copy, CopyPlus, Download, FilePlus, History, Lock, LockOpen, Pencil, Trash2 } from "lucide-react";
import { ContextMenuItem, ContextMenuSeparator } from "@/components/ui/context-menu.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { contentUrl } from "./queries.ts";
import { text } from "./text.ts";
import type { useFileActions } from "./use-file-actions.ts";
import type { FileNode } from "./use-tree-data.ts";

type FileMenuProps = {
  node: FileNode;
  myId: string;
  actions: ReturnType<typeof useFileActions>;
  onNewFile: (folder: string) => void;
  onHistory: (path: string) => void;
  onRename: () => void;
  onRemove: () => void;
};

/** What can be done to a line of the tree. */
export function FileMenu({ node, myId, actions, onNewFile, onHistory, onRename, onRemove }: FileMenuProps) {
  const workspace = useWorkspace();
  const mayWrite = useCan("file.write");
  const file = node.entry.kind === "file" ? node.entry.file : null;
  return (
    <>
      {file ? (
        <>
          <ContextMenuItem onSelect={() => onHistory(node.id)}>
            <History aria-hidden />
            {text.history}
          </ContextMenuItem>
          <ContextMenuItem asChild>
            <a href={contentUrl(workspace.id, file.id)} download>
              <Download aria-hidden />
              {text.download}
            </a>
          </ContextMenuItem>
        </>
      ) : mayWrite ? (
        <ContextMenuItem onSelect={() => onNewFile(node.id)}>
          <FilePlus aria-hidden />
          {text.newFileHere}
        </ContextMenuItem>
      ) : null}
      <ContextMenuItem onSelect={() => void navigator.clipboard.writeText(node.id).then(() => toast.success(text.pathCopied))}>
        <Copy aria-hidden />
        {text.copyPath}
      </ContextMenuItem>
      {mayWrite ? (
        <>
          <ContextMenuSeparator />
          <ContextMenuItem onSelect={onRename}>
            <Pencil aria-hidden />
            {text.rename}
          </ContextMenuItem>
          {file ? (
            <>
              <ContextMenuItem onSelect={() => void actions.copy(file).catch(() => {})}>
                <CopyPlus aria-hidden />
                {text.duplicate}
              </ContextMenuItem>
              <LockItem file={file} myId={myId} actions={actions} />
            </>
          ) : null}
          <ContextMenuItem danger onSelect={onRemove}>
            <Trash2 aria-hidden />
            {text.delete}
          </ContextMenuItem>
        </>
      ) : null}
    </>
  );
}

function LockItem({ file, myId, actions }: { file: File; myId: string; actions: FileMenuProps["actions"] }) {
  const mayBreak = useCan("lock.break");
  if (!file.lock) {
    return (
      <ContextMenuItem onSelect={() => void actions.lock(file).catch(() => {})}>
        <Lock aria-hidden />
        {text.lock}
      </ContextMenuItem>
    );
  }
  const mine = file.lock.owner.id === myId;
  if (!mine && !mayBreak) return null;
  return (
    <ContextMenuItem onSelect={() => void actions.unlock(file, !mine).catch(() => {})}>
      <LockOpen aria-hidden />
      {mine ? text.unlock : text.breakLock}
    </ContextMenuItem>
  );
}
