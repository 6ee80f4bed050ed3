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
          extensions: [baseExtensions(text.theirsLabel), colours, EditorState.readOnly.of(true), EditorView.editable.of(false)],
        },
        b: {
          doc: mine,
          extensions: [
            baseExtensions(text.mine),
            colours,
            EditorView.updateListener.of((update) => {
              if (update.docChanged) latest.current(update.state.doc.toString());
            }),
          ],
        },
        revertControls: "a-to-b",
        collapseUnchanged: { margin: 4, minSize: 8 },
      });
    });
    return () => {
      current = false;
      view?.destroy();
    };
  }, [theirs, mine, language]);

  return <div ref={parent} className="h-full overflow-auto pb-8" />;
}
