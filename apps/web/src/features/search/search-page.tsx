import type { SearchHit, SearchResult } from "@slate/schema/api";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Search, X } from "lucide-react";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { FileIcon } from "@/features/files/file-icon.tsx";
import { cn } from "@/lib/cn.ts";
import { describeType } from "@/lib/file-types.ts";
import { formatCount } from "@/lib/format.ts";
import { useDebounced } from "@/lib/use-debounced.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { type SearchFilter, searchPagesQuery } from "./queries.ts";
import { Snippet } from "./snippet.tsx";
import { text } from "./text.ts";

type SearchPageProps = { filter: SearchFilter; onChange: (change: Partial<SearchFilter>) => void };

/** Names and text of every file in the workspace, narrowed by type and folder. */
export function SearchPage({ filter, onChange }: SearchPageProps) {
  const workspace = useWorkspace();
  const settled = useDebounced(filter);
  const found = useInfiniteQuery({
    ...searchPagesQuery(workspace.id, settled),
    enabled: settled.q.trim() !== "",
    placeholderData: (previous) => previous,
  });

  return (
    <Page
      title={text.title}
      toolbar={
        <div className="relative w-full max-w-xl">
          <Search className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint" aria-hidden />
          <Input
            type="search"
            data-filter
            autoFocus
            aria-label={text.label}
            placeholder={text.placeholder}
            value={filter.q}
            onChange={(event) => onChange({ q: event.target.value, type: undefined, folder: undefined })}
            className="pl-8"
          />
        </div>
      }
    >
      {filter.q.trim() === "" ? (
        <Empty icon={Search} title={text.start}>
          {text.startText}
        </Empty>
      ) : (
        <QueryView query={found} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
          {({ pages }) => (
            <div className="grid grid-cols-[minmax(0,1fr)] gap-6 max-md:gap-4 md:grid-cols-[13rem_minmax(0,1fr)]">
              <Facets facets={pages[0]?.facets} filter={filter} onChange={onChange} />
              <Hits
                hits={pages.flatMap((page) => page.items)}
                q={settled.q}
                narrowed={filter.type !== undefined || filter.folder !== undefined}
                onClear={() => onChange({ type: undefined, folder: undefined })}
                onMore={found.hasNextPage ? () => found.fetchNextPage() : undefined}
                busy={found.isFetchingNextPage}
              />
            </div>
          )}
        </QueryView>
      )}
    </Page>
  );
}

type FacetsProps = { facets: SearchResult["facets"] | undefined; filter: SearchFilter; onChange: SearchPageProps["onChange"] };

const facetLabels = { type: describeType, folder: (folder: string) => folder || text.root };

function Facets({ facets, filter, onChange }: FacetsProps) {
  if (!facets) return null;
  return (
    <div className="space-y-5 max-md:space-y-1">
      {(["type", "folder"] as const).map((name) =>
        facets[name].length > 0 ? (
          <section key={name} aria-label={text[name]} className="max-md:flex max-md:gap-1 max-md:overflow-x-auto">
            <h2 className="mb-1 px-2 font-medium text-faint text-xs max-md:sr-only">{text[name]}</h2>
            {facets[name].map(({ value, count }) => {
              const chosen = filter[name] === value;
              return (
                <button
                  key={value}
                  type="button"
                  aria-pressed={chosen}
                  onClick={() => onChange({ [name]: chosen ? undefined : value })}
                  className={cn(
                    "flex items-center gap-2 rounded-md px-2 py-1 text-left text-sm hover:bg-hover max-md:shrink-0 max-md:border md:w-full",
                    chosen && "bg-selected font-medium",
                  )}
                >
                  <span className="min-w-0 flex-1 truncate">{facetLabels[name](value)}</span>
                  {chosen ? (
                    <X className="size-3.5 text-muted" aria-hidden />
                  ) : (
                    <span className="text-muted text-xs tabular">{formatCount(count)}</span>
                  )}
                </button>
              );
            })}
          </section>
        ) : null,
      )}
    </div>
  );
}

type HitsProps = { hits: SearchHit[]; q: string; narrowed: boolean; onClear: () => void; onMore?: () => void; busy: boolean };

function Hits({ hits, q, narrowed, onClear, onMore, busy }: HitsProps) {
  const { slug } = useWorkspace();
  if (hits.length === 0) {
    return (
      <Empty icon={Search} title={text.noneTitle} action={narrowed ? <Button onClick={onClear}>{text.clear}</Button> : null}>
        {text.noneText(q)}
      </Empty>
    );
  }
  return (
    <div>
      <p role="status" className="mb-2 text-muted text-xs">
        {text.hits(hits.length, onMore !== undefined)}
      </p>
      <ol className="divide-y rounded-lg border bg-surface">
        {hits.map((hit) => (
          <li key={hit.fileId}>
            <Link
              to="/w/$workspace/p/$project/files/$"
              params={{ workspace: slug, project: hit.projectId, _splat: hit.path }}
              className="focus-inset block px-4 py-3 hover:bg-hover"
            >
              <span className="flex items-center gap-2 text-sm">
                <FileIcon path={hit.path} />
                <span className="min-w-0 flex-1 truncate font-medium">{hit.path}</span>
                <span className="shrink-0 text-muted text-xs max-sm:hidden">
                  {hit.projectName} · <Time at={hit.updatedAt} />
                </span>
              </span>
              {hit.snippet ? <Snippet text={hit.snippet} /> : null}
            </Link>
          </li>
        ))}
      </ol>
      {onMore ? (
        <Button className="mt-3" busy={busy} onClick={onMore}>
          {text.more}
        </Button>
      ) : null}
    </div>
  );
}
