import { useEffect, useRef, useState } from "react";

type RenameInputProps = {
  name: string;
  label: string;
  /** Rejects to keep what was typed and try again. */
  onCommit: (name: string) => Promise<void> | void;
  onCancel: () => void;
};

/** A name being typed over, in its place. Enter keeps it, Esc leaves the old one. */
export function RenameInput({ name, label, onCommit, onCancel }: RenameInputProps) {
  const [value, setValue] = useState(name);
  const input = useRef<HTMLInputElement>(null);
  const settled = useRef(false);

  useEffect(() => {
    // The part before the ending is what people mean to change.
    const dot = name.lastIndexOf(".");
    input.current?.focus();
    input.current?.setSelectionRange(0, dot > 0 ? dot : name.length);
  }, [name]);

  async function commit() {
    if (settled.current) return;
    settled.current = true;
    const typed = value.trim();
    if (!typed || typed === name) {
      onCancel();
      return;
    }
    try {
      await onCommit(typed);
    } catch {
      settled.current = false;
      input.current?.focus();
    }
  }

  return (
    <input
      ref={input}
      aria-label={label}
      value={value}
      onChange={(event) => setValue(event.target.value)}
      onBlur={commit}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") commit();
        if (event.key === "Escape") {
          settled.current = true;
          onCancel();
        }
      }}
      spellCheck={false}
      className="-mx-1 h-5 min-w-0 flex-1 rounded-sm border border-accent bg-surface px-1 text-sm outline-none"
    />
  );
}
