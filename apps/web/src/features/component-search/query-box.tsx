import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Input } from "@/components/ui/input.tsx";
import { cn } from "@/lib/cn.ts";
import { formatCount } from "@/lib/format.ts";
import { useDebounced } from "@/lib/use-debounced.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { suggestionsQuery } from "./queries.ts";
import { text } from "./text.ts";

type QueryBoxProps = { projectId: string; value: string; onChange: (value: string) => void; invalid: boolean; describedBy?: string };

/** A field for a query, with how its last word may go on: arrows choose, Tab or Enter takes, Esc closes (WAI-ARIA combobox). */
export function QueryBox({ projectId, value, onChange, invalid, describedBy }: QueryBoxProps) {
  const workspace = useWorkspace();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const before = useDebounced(value.slice(0, caret), 120);
  const { data } = useQuery({
    ...suggestionsQuery(workspace.id, projectId, before),
    enabled: open,
    placeholderData: (previous) => previous,
  });
  const items = data?.items.slice(0, 12) ?? [];
  const shown = open && items.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins with nothing chosen
  useEffect(() => setActive(-1), [before]);

  function take(index: number) {
    const item = items[index];
    if (!item || !data) return;
    // A filter's name waits for its value; a whole word is done.
    const word = /[:<>=~]$/.test(item.text) ? item.text : `${item.text} `;
    const head = value.slice(0, Math.min(data.from, caret)) + word;
    onChange(head + value.slice(caret).trimStart());
    setCaret(head.length);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(head.length, head.length);
    });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowDown" && !shown) return setOpen(true);
    if (!shown) return;
    if (event.key === "ArrowDown") setActive((active + 1) % items.length);
    else if (event.key === "ArrowUp") setActive((active <= 0 ? items.length : active) - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && active >= 0) take(active);
    else if (event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="relative w-full max-w-3xl">
      <Search className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint" aria-hidden />
      <Input
        ref={input}
        type="search"
        role="combobox"
        data-filter
        autoFocus
        autoComplete="off"
        spellCheck={false}
        aria-label={text.label}
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        placeholder={text.placeholder}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
          setCaret(event.target.selectionStart ?? event.target.value.length);
          setOpen(true);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? value.length)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className="pl-8 font-mono"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={text.suggestions}
        hidden={!shown}
        className="absolute inset-x-0 top-full z-20 mt-1 max-h-80 overflow-y-auto rounded-md border bg-raised p-1 shadow-2"
      >
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field, which holds the focus
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={`${item.kind} ${item.text}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            // Before the field would lose the focus, and the list with it.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(index)}
            className={cn(
              "flex min-h-8 cursor-pointer items-center gap-3 rounded-sm px-2 text-sm pointer-coarse:min-h-11",
              index === active ? "bg-selected" : "hover:bg-hover",
            )}
          >
            <code className="min-w-0 flex-1 truncate font-mono">{item.text}</code>
            <span className="text-muted text-xs">{text.kinds[item.kind]}</span>
            {item.count === null ? null : <span className="w-12 text-right text-muted text-xs tabular">{formatCount(item.count)}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}
