import type { Project } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { FileSearch } from "lucide-react";
import { useState } from "react";
import { Empty } from "@/components/empty.tsx";
import { Split } from "@/components/ui/split.tsx";
import { cn } from "@/lib/cn.ts";
import { useTitle } from "@/lib/title.ts";
import { useWide } from "@/lib/use-wide.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { DeletedFilesDialog } from "./deleted-files-dialog.tsx";
import { FileTree } from "./file-tree.tsx";
import { FileView, type FileViewState } from "./file-view.tsx";
import { NewFileDialog } from "./new-file-dialog.tsx";
import { NoFiles } from "./no-files.tsx";
import { nameOf } from "./paths.ts";
import { folderQuery } from "./queries.ts";
import { text } from "./text.ts";
import { useFileDrop } from "./use-file-drop.ts";

type FilesPageProps = {
  project: Project;
  myId: string;
  /** The path in the address; "" when no file is open. */
  path: string;
  state: FileViewState;
  onStateChange: (state: FileViewState) => void;
  onOpen: (path: string, state?: FileViewState) => void;
  onDropFiles: (transfer: DataTransfer, folder: string) => void;
  onPickFolder: () => void;
  /** The file on screen is known: a good moment to tell others. */
  onLooking: (fileId: string | null) => void;
};

/** Tree beside file; on narrow screens one at a time. */
export function FilesPage(props: FilesPageProps) {
  const { project, myId, path, state, onStateChange, onOpen, onDropFiles, onPickFolder, onLooking } = props;
  const workspace = useWorkspace();
  const wide = useWide(768);
  const [creatingIn, setCreatingIn] = useState<string | null>(null);
  const [showDeleted, setShowDeleted] = useState(false);
  useTitle(path ? `${nameOf(path)} · ${project.name}` : `${text.title} · ${project.name}`);

  const { data: isEmpty } = useQuery({ ...folderQuery(workspace.id, project.id, ""), select: (entries) => entries.length === 0 });
  const mayWrite = useCan("file.write");
  const drop = useFileDrop(mayWrite ? (transfer) => onDropFiles(transfer, "") : undefined);

  const tree = (
    <FileTree
      projectId={project.id}
      myId={myId}
      selected={path || null}
      onOpen={(opened) => onOpen(opened)}
      onHistory={(opened) => onOpen(opened, { view: "history" })}
      onNewFile={setCreatingIn}
      onShowDeleted={() => setShowDeleted(true)}
      onDropFiles={onDropFiles}
      onPickFolder={onPickFolder}
    />
  );
  const file = path ? (
    <FileView
      key={path}
      projectId={project.id}
      path={path}
      myId={myId}
      state={state}
      onStateChange={onStateChange}
      onOpen={onOpen}
      onBack={wide ? undefined : () => onOpen("")}
      onShowDeleted={() => setShowDeleted(true)}
      onLooking={onLooking}
    />
  ) : (
    <Empty icon={FileSearch} title={text.pickTitle} className="h-full">
      {text.pickText}
    </Empty>
  );

  return (
    <>
      <h1 className="sr-only">{path || text.title}</h1>
      <div className={cn("h-full", drop.over && "shadow-[inset_0_0_0_2px_var(--accent)]")} {...drop.area}>
        {isEmpty && !path ? (
          <NoFiles onPickFolder={onPickFolder} onNewFile={() => setCreatingIn("")} onShowDeleted={() => setShowDeleted(true)} />
        ) : wide ? (
          <Split id="files" label={text.resize} className="h-full" start={tree} end={file} />
        ) : path ? (
          file
        ) : (
          tree
        )}
      </div>
      <NewFileDialog
        projectId={project.id}
        folder={creatingIn}
        onClose={() => setCreatingIn(null)}
        onCreated={(created) => onOpen(created)}
      />
      <DeletedFilesDialog
        projectId={project.id}
        open={showDeleted}
        onOpenChange={setShowDeleted}
        onRestored={(restored) => onOpen(restored)}
      />
    </>
  );
}
