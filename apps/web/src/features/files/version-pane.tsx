import type { File } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { CodeEditor } from "@/components/code-editor/code-editor.tsx";
import { Loading } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { languageOf } from "@/lib/languages.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { BinaryPane } from "./binary-pane.tsx";
import type { FileViewState } from "./file-view.tsx";
import { contentQuery } from "./queries.ts";
import { RestoreVersionButton } from "./restore-version-button.tsx";
import { text } from "./text.ts";
import { readText } from "./text-format.ts";

type VersionPaneProps = { file: File; version: number; onStateChange: (state: FileViewState) => void };

/** An older version, to read and to bring back. */
export function VersionPane({ file, version, onStateChange }: VersionPaneProps) {
  const workspace = useWorkspace();
  const content = useQuery({ ...contentQuery(workspace.id, file.id, version), enabled: !file.binary });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b bg-warning-soft px-3 py-2 text-sm">
        <p className="min-w-0 flex-1">{text.oldVersion(version)}</p>
        <RestoreVersionButton file={file} version={version} onRestored={() => onStateChange({})} />
        <Button size="sm" onClick={() => onStateChange({})}>
          {text.toCurrent}
        </Button>
      </div>
      {file.binary ? (
        <BinaryPane file={{ ...file, version }} />
      ) : (
        <QueryView
          query={content}
          failure={text.contentFailed}
          loading={
            <Loading label={text.loading} className="p-4">
              <Skeleton className="h-64" />
            </Loading>
          }
        >
          {(stored) => (
            <CodeEditor
              label={`${file.path}, ${text.version(version)}`}
              documentId={`${file.id}@${version}`}
              value={readText(stored).text}
              language={languageOf(file.path)}
              readOnly
              className="min-h-0 flex-1"
            />
          )}
        </QueryView>
      )}
    </div>
  );
}
