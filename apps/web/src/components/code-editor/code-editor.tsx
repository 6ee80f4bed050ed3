import { lazy, Suspense } from "react";
import { Loading } from "@/components/loading.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { cn } from "@/lib/cn.ts";
import type { LanguageName } from "@/lib/languages.ts";
import { text } from "../text.ts";

export type CodeEditorProps = {
  /** What is being edited: "Assets/Player.cs". */
  label: string;
  /**
   * The text on the server. When it changes while the person has not typed, the editor follows; what was typed is never
   * overwritten. Change `documentId` to start over.
   */
  value: string;
  /** Another document has another id: its own text, undo history and cursor. */
  documentId: string;
  /** What was typed before and not saved, to start with instead of `value`. */
  draft?: string;
  language: LanguageName;
  readOnly?: boolean;
  onChange?: (value: string) => void;
  /** Ctrl/Cmd-S. */
  onSave?: (value: string) => void;
  className?: string;
};

const Editor = lazy(() => import("./editor.tsx"));

/** CodeMirror, fetched when the first editor appears. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<EditorSkeleton className={props.className} />}>
      <Editor {...props} />
    </Suspense>
  );
}

/** Fetches the editor ahead of time, when a person is likely to open one. */
export const preloadCodeEditor = () => void import("./editor.tsx");

function EditorSkeleton({ className }: Pick<CodeEditorProps, "className">) {
  return (
    <Loading label={text.editorLoading} className={cn("p-4", className)}>
      {[42, 61, 38, 70, 54, 29, 47].map((width) => (
        <Skeleton key={width} className="mb-2.5 h-3" style={{ width: `${width}%` }} />
      ))}
    </Loading>
  );
}
