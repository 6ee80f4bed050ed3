import type { Project } from "@slate/schema/api";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useId } from "react";
import type { Column } from "@/components/data-table/column.ts";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { AssetIcon } from "@/features/assets/asset-icon.tsx";
import { nameOf } from "@/features/files/paths.ts";
import { isApiError } from "@/lib/api-error.ts";
import { usePaging } from "@/lib/infinite-list.ts";
import { useDebounced } from "@/lib/use-debounced.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { componentsQuery, type Hit } from "./queries.ts";
import { QueryBox } from "./query-box.tsx";
import { text } from "./text.ts";

type ComponentSearchPageProps = {
  project: Project;
  q: string;
  onSearch: (q: string) => void;
  /** `object` is the local id of the object to select, when the asset has such. */
  onOpen: (guid: string, object: string | null) => void;
};

const idOf = ({ asset, component }: Hit) => `${asset.id} ${component.localId}`;

const columns: Column<Hit>[] = [
  {
    id: "asset",
    header: text.columns.asset,
    pinned: true,
    width: "minmax(160px, 2fr)",
    value: ({ asset }) => asset.path,
    cell: ({ asset }) => (
      <span className="flex items-center gap-2" title={asset.path}>
        <AssetIcon type={asset.type} />
        <span className="truncate font-medium">{nameOf(asset.path)}</span>
      </span>
    ),
  },
  {
    id: "object",
    header: text.columns.object,
    width: "minmax(140px, 2fr)",
    value: ({ component }) => component.name,
    cell: ({ component }) => <span title={component.name}>{component.name}</span>,
  },
  {
    id: "component",
    header: text.columns.component,
    width: "160px",
    minTableWidthPx: 480,
    value: ({ component }) => component.type,
    cell: ({ component }) => <Badge>{component.type}</Badge>,
  },
  {
    id: "values",
    header: text.columns.values,
    width: "minmax(200px, 2fr)",
    minTableWidthPx: 720,
    cell: ({ component }) => <Values properties={component.properties} />,
  },
];

/** The first few plain properties, to tell similar objects apart. */
function Values({ properties }: { properties: unknown }) {
  const told = Object.entries(properties ?? {}).filter(([name, value]) => name !== "m_Name" && typeof value !== "object");
  return (
    <span className="font-mono text-muted text-xs">
      {told
        .slice(0, 4)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join("  ")}
    </span>
  );
}

/** Objects inside a project's files, found by a query. */
export function ComponentSearchPage({ project, q, onSearch, onOpen }: ComponentSearchPageProps) {
  const workspace = useWorkspace();
  const settled = useDebounced(q.trim(), 250);
  const found = useInfiniteQuery({
    ...componentsQuery(workspace.id, project.id, settled),
    enabled: settled !== "",
    placeholderData: (previous) => previous,
  });
  const paging = usePaging(found);
  const errorId = useId();
  // What cannot be read yet is said under the field; the rows of the query before stay.
  const refused = isApiError(found.error) && found.error.status >= 400 && found.error.status < 500 ? found.error : null;
  return (
    <Page
      title={text.title}
      description={text.intro}
      layout="fill"
      toolbar={
        <div className="w-full">
          <QueryBox projectId={project.id} value={q} onChange={onSearch} invalid={refused !== null} describedBy={errorId} />
          {refused ? (
            <p id={errorId} role="alert" className="mt-1.5 text-danger text-sm">
              {refused.message}
            </p>
          ) : null}
        </div>
      }
    >
      {settled === "" ? (
        <Empty
          icon={Search}
          title={text.start}
          action={text.examples.map((example) => (
            <Button key={example} className="font-mono text-xs" onClick={() => onSearch(example)}>
              {example}
            </Button>
          ))}
        >
          {text.startText}
        </Empty>
      ) : (
        <QueryView
          query={refused ? { ...found, data: found.data ?? [] } : found}
          loading={<LoadingRows label={text.loading} />}
          failure={text.failed}
        >
          {(rows) => (
            <DataTable
              label={text.title}
              columns={columns}
              rows={rows}
              rowId={idOf}
              onOpen={({ asset, component }) => onOpen(asset.guid, component.gameObject ?? component.localId)}
              {...paging}
              csvName={`components-${project.name}`}
              empty={
                <Empty icon={Search} title={text.noneTitle}>
                  {text.noneText(settled)}
                </Empty>
              }
              className="flex-1"
            />
          )}
        </QueryView>
      )}
    </Page>
  );
}
