import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CommandGroup, CommandItem } from "@/components/ui/command.tsx";
import { FileIcon } from "@/features/files/file-icon.tsx";
import { searchQuery } from "@/features/search/queries.ts";
import { useDebounced } from "@/lib/use-debounced.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { text } from "./text.ts";

type PaletteResultsProps = { query: string; projectId?: string; onDone: () => void };

/** Files that the words find, in the project at hand or in all. */
export function PaletteResults({ query, projectId, onDone }: PaletteResultsProps) {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const words = useDebounced(query);
  const { data } = useQuery({
    ...searchQuery(workspace.id, { q: words, projectId, limit: 8 }),
    enabled: words.length > 1,
    placeholderData: (previous) => previous,
  });
  if (query.length < 2 || !data?.items.length) return null;
  return (
    <CommandGroup heading={text.jump}>
      {data.items.map((hit) => (
        <CommandItem
          key={hit.fileId}
          value={hit.fileId}
          // The server found it, tolerating mistakes that the list would not: to the list it is what was typed.
          keywords={[query]}
          onSelect={() => {
            onDone();
            void navigate({
              to: "/w/$workspace/p/$project/files/$",
              params: { workspace: workspace.slug, project: hit.projectId, _splat: hit.path },
            });
          }}
        >
          <FileIcon path={hit.path} />
          <span className="min-w-0 flex-1 truncate">{hit.path}</span>
          {projectId ? null : <span className="shrink-0 text-muted text-xs">{hit.projectName}</span>}
        </CommandItem>
      ))}
    </CommandGroup>
  );
}
