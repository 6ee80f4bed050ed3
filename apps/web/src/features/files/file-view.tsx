import type { File } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { FileX } from "lucide-react";
import { useEffect, useRef } from "react";
import { Empty } from "@/components/empty.tsx";
import { Loading } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { BinaryPane } from "./binary-pane.tsx";
import { EditorPane } from "./editor-pane.tsx";
import { FileHeader } from "./file-header.tsx";
import { HistoryPane } from "./history-pane.tsx";
import { fileAtQuery, fileQuery } from "./queries.ts";
import { text } from "./text.ts";
import { VersionPane } from "./version-pane.tsx";

/** What of a file is on screen; lives in the address. */
export type FileViewState = { view?: "history"; version?: number; diff?: string };

/** The largest text that is comfortable to edit in a browser. */
const editLimitBytes = 2 * 1024 * 1024;

type FileViewProps = {
  projectId: string;
  path: string;
  myId: string;
  state: FileViewState;
  onStateChange: (state: FileViewState) => void;
  onOpen: (path: string) => void;
  /** Back to the tree, where it is not beside the file. */
  onBack?: () => void;
  onShowDeleted: () => void;
  onLooking: (fileId: string | null) => void;
};

/** One file: its text or a preview, its history, an older version. */
export function FileView(props: FileViewProps) {
  const { projectId, path, onShowDeleted, onLooking } = props;
  const workspace = useWorkspace();
  const found = useQuery(fileAtQuery(workspace.id, projectId, path));
  const fileId = found.data?.id ?? null;
  useFollowMoves(path, found.data, props.onOpen);
  useEffect(() => {
    onLooking(fileId);
    return () => onLooking(null);
  }, [fileId, onLooking]);

  return (
    <QueryView
      query={found}
      failure={text.fileFailed}
      loading={
        <Loading label={text.loading} className="p-4">
          <Skeleton className="mb-4 h-5 w-56" />
          <Skeleton className="h-64" />
        </Loading>
      }
    >
      {(file) =>
        file ? (
          <Found {...props} file={file} />
        ) : (
          <Empty
            icon={FileX}
            title={text.notFoundTitle}
            action={<Button onClick={onShowDeleted}>{text.showDeleted}</Button>}
            className="h-full"
          >
            {text.notFoundText(path)}
          </Empty>
        )
      }
    </QueryView>
  );
}

/** When the file on screen is moved or renamed, by anybody, the page goes with it. */
function useFollowMoves(path: string, file: File | null | undefined, onOpen: (path: string) => void) {
  const workspace = useWorkspace();
  const lastId = useRef<string>(null);
  if (file) lastId.current = file.id;
  const gone = file === null ? lastId.current : null;
  const { data: moved } = useQuery({ ...fileQuery(workspace.id, gone ?? ""), enabled: gone !== null, staleTime: 0 });
  const target = gone !== null && moved?.id === gone && !moved.deletedAt && moved.path !== path ? moved.path : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes once to every new place
  useEffect(() => {
    if (target) onOpen(target);
  }, [target]);
}

function Found({ file, projectId, myId, state, onStateChange, onOpen, onBack }: FileViewProps & { file: File }) {
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <FileHeader file={file} projectId={projectId} myId={myId} view={state.view} onStateChange={onStateChange} onBack={onBack} />
      <div className="min-h-0 flex-1">
        {state.view === "history" ? (
          <HistoryPane file={file} diff={state.diff} onStateChange={onStateChange} />
        ) : state.version !== undefined && state.version !== file.version ? (
          <VersionPane key={state.version} file={file} version={state.version} onStateChange={onStateChange} />
        ) : file.binary || file.size > editLimitBytes ? (
          <BinaryPane file={file} />
        ) : (
          <EditorPane key={file.id} file={file} myId={myId} onCopied={onOpen} />
        )}
      </div>
    </div>
  );
}
