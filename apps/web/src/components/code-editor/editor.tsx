import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { cn } from "@/lib/cn.ts";
import { loadLanguage } from "@/lib/languages.ts";
import type { CodeEditorProps } from "./code-editor.tsx";
import { baseExtensions, saveKey } from "./extensions.ts";

/** The editor itself; use <CodeEditor>, which fetches it on demand. */
export default function Editor({
  label,
  value,
  documentId,
  draft,
  language,
  readOnly = false,
  onChange,
  onSave,
  className,
}: CodeEditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const parts = useRef({ language: new Compartment(), readOnly: new Compartment() });
  const latest = useRef({ onChange, onSave });
  latest.current = { onChange, onSave };
  /** The text the editor was last given; the person has typed when its own differs. */
  const given = useRef(value);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new document starts over; the rest is followed below
  useEffect(() => {
    if (!parent.current) return;
    given.current = value;
    const editor = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: draft ?? value,
        extensions: [
          saveKey((text) => latest.current.onSave?.(text)),
          baseExtensions(label),
          parts.current.language.of([]),
          parts.current.readOnly.of(lockWhen(readOnly)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [documentId]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || value === given.current) return;
    const typed = editor.state.doc.toString() !== given.current;
    given.current = value;
    if (!typed) replaceChanged(editor, value);
  }, [value]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new document is a new editor, which must learn its language
  useEffect(() => {
    let current = true;
    loadLanguage(language).then((found) => {
      if (current) view.current?.dispatch({ effects: parts.current.language.reconfigure(found ?? []) });
    });
    return () => {
      current = false;
    };
  }, [language, documentId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new document is a new editor, which must learn whether it may be typed in
  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.readOnly.reconfigure(lockWhen(readOnly)) });
  }, [readOnly, documentId]);

  return <div ref={parent} className={cn("min-h-0 overflow-hidden [&>.cm-editor]:h-full", className)} />;
}

function lockWhen(readOnly: boolean) {
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    readOnly ? EditorView.contentAttributes.of({ tabindex: "0" }) : [],
  ];
}

/** Changes only the part that differs, so that cursor, selection and scroll stay. */
function replaceChanged(editor: EditorView, text: string) {
  const old = editor.state.doc.toString();
  let from = 0;
  while (from < Math.min(old.length, text.length) && old[from] === text[from]) from++;
  let [oldEnd, newEnd] = [old.length, text.length];
  while (oldEnd > from && newEnd > from && old[oldEnd - 1] === text[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  editor.dispatch({ changes: { from, to: oldEnd, insert: text.slice(from, newEnd) } });
}
