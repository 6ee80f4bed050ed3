import { type ReactNode, useState } from "react";
import { CommandDialog, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { useCommandRegistry, useCommands } from "./registry.ts";
import { text } from "./text.ts";

type PaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What else was found for the words typed (files, say), as groups of the list. */
  results?: (query: string, close: () => void) => ReactNode;
};

/** Ctrl/Cmd-K: every command by name, and whatever else the words find. */
export function Palette({ open, onOpenChange, results }: PaletteProps) {
  const [query, setQuery] = useState("");
  useCommands([{ keys: "mod+k", label: text.open, group: text.general, whileTyping: true, run: () => onOpenChange(!open) }]);

  function close() {
    onOpenChange(false);
    setQuery("");
  }

  return (
    <CommandDialog open={open} onOpenChange={(next) => (next ? onOpenChange(true) : close())} title={text.open}>
      <CommandInput value={query} onValueChange={setQuery} placeholder={text.placeholder} />
      <CommandList>
        <CommandEmpty>{text.nothing(query)}</CommandEmpty>
        {results?.(query.trim(), close)}
        {open ? <CommandItems onDone={close} /> : null}
      </CommandList>
    </CommandDialog>
  );
}

function CommandItems({ onDone }: { onDone: () => void }) {
  const commands = useCommandRegistry((state) => state.commands).filter(({ keys }) => keys !== "mod+k");
  return [...Map.groupBy(commands, ({ group }) => group)].map(([group, members]) => (
    <CommandGroup key={group} heading={group}>
      {members.map(({ id, label, keys, run }) => (
        <CommandItem
          key={id}
          value={`${label} ${id}`}
          keywords={[group]}
          onSelect={() => {
            onDone();
            run();
          }}
        >
          <span className="min-w-0 flex-1 truncate">{label}</span>
          {keys ? <Kbd keys={keys} /> : null}
        </CommandItem>
      ))}
    </CommandGroup>
  ));
}
