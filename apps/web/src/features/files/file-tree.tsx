import { useQueryClient } from "@tanstack/react-query";
import { ArchiveRestore, FilePlus, FolderInput, Lock } from "lucide-react";
import { useEffect, useState } from "react";
import { Failure } from "@/components/failure.tsx";
import { Tree } from "@/components/tree/tree.tsx";
import { Confirm } from "@/components/ui/confirm.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { ImpactDialog, type ImpactPlan } from "@/features/assets/impact-dialog.tsx";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { openFolders, useExpandedFolders } from "./expanded-folders.ts";
import { FileIcon, FolderIcon } from "./file-icon.tsx";
import { FileMenu } from "./file-menu.tsx";
import { folderOf, foldersAbove } from "./paths.ts";
import { contentQuery } from "./queries.ts";
import { text } from "./text.ts";
import { useFileActions } from "./use-file-actions.ts";
import { type FileNode, useTreeData } from "./use-tree-data.ts";

type FileTreeProps = {
  projectId: string;
  myId: string;
  /** The path that is open beside the tree. */
  selected: string | null;
  onOpen: (path: string) => void;
  onHistory: (path: string) => void;
  onNewFile: (folder: string) => void;
  onShowDeleted: () => void;
  /** Files or folders were dropped from the desktop, or asked for ("" is the root). */
  onDropFiles: (transfer: DataTransfer, folder: string) => void;
  onPickFolder: () => void;
};

/** When somebody wants to know why nothing happens. */
const slowMs = 500;

export function FileTree(props: FileTreeProps) {
  const { projectId, myId, selected, onOpen, onHistory, onNewFile, onShowDeleted, onDropFiles, onPickFolder } = props;
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const mayWrite = useCan("file.write");
  const [expanded, setExpanded] = useExpandedFolders(projectId);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<{ node: FileNode; warnings: string[] } | null>(null);
  const [plan, setPlan] = useState<ImpactPlan | null>(null);
  const { childrenOf, error } = useTreeData(projectId, expanded);
  const actions = useFileActions(projectId);

  useEffect(() => {
    if (selected) openFolders(projectId, foldersAbove(selected));
  }, [selected, projectId]);

  const roots = childrenOf(null);

  async function remove(node: FileNode) {
    const slow = setTimeout(() => toast.loading(text.checking(node.name), { id: node.id }), slowMs);
    try {
      const found = await actions.planRemoval(node).finally(() => {
        clearTimeout(slow);
        toast.dismiss(node.id);
      });
      if (found) setPlan(found);
      else if (node.folder) setDeleting({ node, warnings: [] });
      else await actions.remove(node).catch(() => {});
    } catch (error) {
      setDeleting({ node, warnings: [text.notChecked((error as Error).message)] });
    }
  }

  function prefetch(node: FileNode) {
    if (node.entry.kind !== "file" || node.entry.file.binary || node.entry.file.size > 256 * 1024) return;
    void queryClient.prefetchQuery(contentQuery(workspace.id, node.entry.file.id, node.entry.file.version));
  }

  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex h-10 shrink-0 items-center gap-0.5 border-b pr-1 pl-3">
        <h2 className="min-w-0 flex-1 truncate font-medium text-sm">{text.title}</h2>
        {mayWrite ? (
          <>
            <IconButton icon={FilePlus} label={text.newFile} size="icon-sm" onClick={() => onNewFile(selected ? folderOf(selected) : "")} />
            <IconButton icon={FolderInput} label={text.importFolder} size="icon-sm" onClick={onPickFolder} />
          </>
        ) : null}
        <IconButton icon={ArchiveRestore} label={text.deletedFiles} size="icon-sm" onClick={onShowDeleted} />
      </div>
      <div className="min-h-0 flex-1">
        {error && !roots ? (
          <Failure title={text.treeFailed} error={error} onRetry={actions.refresh} />
        ) : roots?.length === 0 ? (
          <p className="px-3 py-4 text-muted text-sm">{text.emptyInTree}</p>
        ) : (
          <Tree<FileNode>
            label={text.tree}
            childrenOf={childrenOf}
            expanded={expanded}
            onExpandedChange={setExpanded}
            selectedId={selected}
            onOpen={(node) => onOpen(node.id)}
            onIntent={prefetch}
            icon={(node, open) => (node.folder ? <FolderIcon open={open} /> : <FileIcon path={node.id} />)}
            badges={(node) => <Badges node={node} />}
            renamingId={renaming}
            onRenamingChange={setRenaming}
            onRename={mayWrite ? actions.rename : undefined}
            onDelete={mayWrite ? (node) => void remove(node) : undefined}
            onMove={mayWrite ? (node, folder) => void actions.move(node, folder?.id ?? "").catch(() => {}) : undefined}
            onDropFiles={mayWrite ? (transfer, folder) => onDropFiles(transfer, folder?.id ?? "") : undefined}
            menu={(node) => (
              <FileMenu
                node={node}
                myId={myId}
                actions={actions}
                onNewFile={onNewFile}
                onHistory={onHistory}
                onRename={() => setRenaming(node.id)}
                onRemove={() => void remove(node)}
              />
            )}
          />
        )}
      </div>
      <Confirm
        open={deleting !== null}
        onOpenChange={(open) => !open && setDeleting(null)}
        title={deleting?.node.folder ? text.deleteFolderTitle(deleting.node.name) : text.deleteFileTitle(deleting?.node.name ?? "")}
        consequences={deleting ? [...deleting.warnings, ...consequencesOf(deleting.node)] : []}
        action={text.delete}
        onConfirm={() => (deleting ? actions.remove(deleting.node) : undefined)}
      />
      <ImpactDialog projectId={projectId} plan={plan} onClose={() => setPlan(null)} onDone={actions.refresh} />
    </div>
  );
}

const consequencesOf = ({ entry }: FileNode): string[] =>
  entry.kind === "folder" ? text.deleteFolderConsequences(entry.fileCount) : text.deleteFileConsequences;

function Badges({ node }: { node: FileNode }) {
  if (node.entry.kind !== "file" || !node.entry.file.lock) return null;
  return <Lock className="size-3.5 shrink-0 text-warning" aria-label={text.lockedBy(node.entry.file.lock.owner.name)} />;
}
