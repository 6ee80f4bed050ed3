import type { ObjectTarget } from "@slate/schema/api";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Box, CircleSlash2 } from "lucide-react";
import { useState } from "react";
import { CommandDialog, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command.tsx";
import { AssetIcon } from "@/features/assets/asset-icon.tsx";
import { assetsQuery } from "@/features/assets/queries.ts";
import { useDebounced } from "@/lib/use-debounced.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { useInspected } from "./inspected-context.ts";
import { rememberName } from "./known-names.ts";
import { text } from "./text.ts";

type ReferencePickerProps = {
  label: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onPick: (target: ObjectTarget) => void;
};

/** How many objects of the file are offered at once. */
const shownObjects = 8;

/** Chooses what a property points at: nothing, an object of this file, or an asset of the project. */
export function ReferencePicker({ label, open, onOpenChange, onPick }: ReferencePickerProps) {
  const [query, setQuery] = useState("");
  return (
    <CommandDialog
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next);
        setQuery("");
      }}
      title={text.pickerTitle(label)}
      shouldFilter={false}
    >
      <CommandInput value={query} onValueChange={setQuery} placeholder={text.pickerSearch} />
      <CommandList>
        <CommandEmpty>{text.pickerNothing}</CommandEmpty>
        {query === "" ? (
          <CommandItem value="none" onSelect={() => onPick({ localId: "0", guid: null, type: null })}>
            <CircleSlash2 aria-hidden />
            {text.pickerNone}
          </CommandItem>
        ) : null}
        {open ? <Choices query={query} onPick={onPick} /> : null}
      </CommandList>
    </CommandDialog>
  );
}

function Choices({ query, onPick }: { query: string; onPick: ReferencePickerProps["onPick"] }) {
  const workspace = useWorkspace();
  const { asset, hierarchy } = useInspected();
  const words = useDebounced(query.trim());
  const { data: assets = [] } = useInfiniteQuery({
    ...assetsQuery(workspace.id, asset.projectId, {
      q: words || undefined,
      sort: words ? "name" : "updated",
      order: words ? "asc" : "desc",
    }),
    placeholderData: (previous) => previous,
  });
  const wanted = query.trim().toLocaleLowerCase();
  const objects = hierarchy.nodes
    .flatMap((node) => [
      { localId: node.localId, name: node.name },
      ...node.components.map(({ localId, type }) => ({ localId, name: `${node.name} (${type})` })),
    ])
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    .slice(0, shownObjects);
  const pickable = assets.filter(({ mainLocalId, type }) => mainLocalId !== null && type !== "folder").slice(0, 40);

  return (
    <>
      {objects.length > 0 ? (
        <CommandGroup heading={text.pickerObjects}>
          {objects.map(({ localId, name }) => (
            <CommandItem key={localId} value={`object ${localId}`} onSelect={() => onPick({ localId, guid: null, type: null })}>
              <Box aria-hidden />
              <span className="min-w-0 flex-1 truncate">{name}</span>
            </CommandItem>
          ))}
        </CommandGroup>
      ) : null}
      {pickable.length > 0 ? (
        <CommandGroup heading={text.pickerAssets}>
          {pickable.map(({ id, guid, name, path, type, mainLocalId }) => (
            <CommandItem
              key={id}
              value={`asset ${id}`}
              onSelect={() => {
                rememberName({ guid, id, path, name, type });
                onPick({ localId: mainLocalId ?? "0", guid, type: null });
              }}
            >
              <AssetIcon type={type} />
              <span className="shrink-0 truncate">{name}</span>
              <span className="min-w-0 flex-1 truncate text-right text-muted text-xs">{path}</span>
            </CommandItem>
          ))}
        </CommandGroup>
      ) : null}
    </>
  );
}
