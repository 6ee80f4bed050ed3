import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { baseExtensions } from "@/components/code-editor/extensions.ts";
import { type LanguageName, loadLanguage } from "@/lib/languages.ts";
import { text } from "./text.ts";

type MergeEditorProps = { theirs: string; mine: string; language: LanguageName; onChange: (text: string) => void };

/** Their text beside mine, which can be edited; arrows between them take a place over. */
export default function MergeEditor({ theirs, mine, language, onChange }: MergeEditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const latest = useRef(onChange);
  latest.current = onChange;

  useEffect(() => {
    let view: MergeView | undefined;
    let current = true;
    loadLanguage(language).then((found) => {
      if (!parent.current || !current) return;
      const colours = found ? [found] : [];
      view = new MergeView({
        parent: parent.current,
        a: {
          doc: theirs,
          extensions: [baseExtensions(text.theirsLabel), colours, mergeTheme, EditorState.readOnly.of(true), EditorView.editable.of(false)],
        },
        b: {
          doc: mine,
          extensions: [
            baseExtensions(text.mine),
            colours,
            mergeTheme,
            EditorView.updateListener.of((update) => {
              if (update.docChanged) latest.current(update.state.doc.toString());
            }),
          ],
        },
        revertControls: "a-to-b",
        collapseUnchanged: { margin: 4, minSize: 8 },
        gutter: true,
      });
    });
    return () => {
      current = false;
      view?.destroy();
    };
  }, [theirs, mine, language]);

  return <div ref={parent} className="h-full overflow-auto pb-8" />;
}

/** The merge view in the colours of the diff, and without signs that our fonts do not have. */
const mergeTheme = EditorView.theme({
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--diff-remove)" },
  "&.cm-merge-b .cm-changedLine": { backgroundColor: "var(--diff-add)" },
  "&.cm-merge-a .cm-changedText": { background: "var(--diff-remove-word)" },
  "&.cm-merge-b .cm-changedText": { background: "var(--diff-add-word)" },
  "&.cm-merge-a .cm-changedLineGutter": { background: "var(--danger)" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--success)" },
  ".cm-collapsedLines": { background: "var(--sunken)", color: "var(--ink-muted)", fontFamily: "var(--font-sans)", padding: "2px 12px" },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "none" },
});
