import type { Asset, Project } from "@slate/schema/api";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  ArrowDownNarrowWide,
  ArrowUpNarrowWide,
  Boxes,
  LayoutGrid,
  List,
  LoaderCircle,
  Search,
  SlidersHorizontal,
  Upload,
} from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { SelectionBar } from "@/components/selection-bar.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Sheet, SheetContent } from "@/components/ui/sheet.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { useFileDrop } from "@/features/files/use-file-drop.ts";
import { cn } from "@/lib/cn.ts";
import { usePaging } from "@/lib/infinite-list.ts";
import { useDebounced } from "@/lib/use-debounced.ts";
import { useWide } from "@/lib/use-wide.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { assetColumns } from "./asset-columns.tsx";
import { AssetFacets } from "./asset-facets.tsx";
import { AssetGrid } from "./asset-grid.tsx";
import { BulkActions } from "./bulk-actions.tsx";
import { CollectionChoice } from "./collections.tsx";
import { LoadingGrid } from "./loading-grid.tsx";
import { type AssetOrder, assetsQuery, facetsQuery, isCatchingUp, type Narrowing } from "./queries.ts";
import { text } from "./text.ts";

/** What the address says: how assets are shown, narrowed and sorted, and which of them are selected. */
export type AssetsState = Narrowing & Partial<AssetOrder> & { view?: "list"; selected?: string[] };

type AssetsPageProps = {
  project: Project;
  state: AssetsState;
  onStateChange: (state: AssetsState) => void;
  onOpen: (asset: Asset) => void;
  onDropFiles: (transfer: DataTransfer, folder: string) => void;
  onPickFiles: () => void;
};

const sortable = new Set<string>(["path", "name", "size", "updated", "type"]);
const idOf = (asset: Asset) => asset.id;

/** Everything a project is made of, as pictures or as a list. */
export function AssetsPage({ project, state, onStateChange, onOpen, onDropFiles, onPickFiles }: AssetsPageProps) {
  const workspace = useWorkspace();
  const mayWrite = useCan("file.write");
  const { view, selected = [], sort = "path", order = "asc", ...filter } = state;
  const settled = useDebounced(filter.q);
  const narrowing = { ...filter, q: settled?.trim() || undefined };
  const assets = useInfiniteQuery({
    ...assetsQuery(workspace.id, project.id, { ...narrowing, sort, order }),
    placeholderData: (previous) => previous,
  });
  const facets = useQuery({ ...facetsQuery(workspace.id, project.id, narrowing), placeholderData: (previous) => previous });
  const paging = usePaging(assets);
  const wide = useWide(1024);
  const [showFilters, setShowFilters] = useState(false);
  const drop = useFileDrop(mayWrite ? (transfer) => onDropFiles(transfer, filter.folder ?? "") : undefined);
  const narrowed = Object.values(filter).some((value) => value !== undefined && value !== "");

  const chosen = useMemo(() => new Set(selected), [selected]);
  const change = (next: Partial<AssetsState>) => onStateChange({ ...state, ...next });
  const narrow = (next: Narrowing) => change({ ...next, selected: undefined });
  const select = (ids: string[]) => change({ selected: ids.length > 0 ? ids : undefined });
  const clearFilters = () => onStateChange({ view, sort: state.sort, order: state.order });

  const open = (asset: Asset) => (asset.type === "folder" ? narrow({ folder: asset.path }) : onOpen(asset));

  const facetsPanel = <AssetFacets facets={facets.data} filter={filter} onChange={narrow} />;
  const bulkActions = (rows: Asset[]) => (
    <BulkActions
      projectId={project.id}
      projectName={project.name}
      assets={rows}
      collectionId={filter.collection}
      knownLabels={facets.data?.label.map(({ value }) => value) ?? []}
      onClear={() => select([])}
    />
  );
  const empty = narrowed ? (
    <Empty icon={Boxes} title={text.noMatchTitle} action={<Button onClick={clearFilters}>{text.showAll}</Button>}>
      {filter.collection ? text.collectionEmpty : text.noMatchText}
    </Empty>
  ) : facets.data && isCatchingUp(facets.data) ? (
    <Empty icon={LoaderCircle} title={text.firstTitle}>
      {text.firstText}
    </Empty>
  ) : (
    <Empty
      icon={Boxes}
      title={text.noneTitle}
      action={
        mayWrite ? (
          <Button variant="primary" onClick={onPickFiles}>
            <Upload aria-hidden />
            {text.upload}
          </Button>
        ) : null
      }
    >
      {mayWrite ? text.noneText : text.noneReadOnly}
    </Empty>
  );

  return (
    <div className={cn("h-full", drop.over && "shadow-[inset_0_0_0_2px_var(--accent)]")} {...drop.area}>
      <Page
        title={text.title}
        layout="fill"
        description={
          <span className="flex min-h-5 items-center gap-2">
            {facets.data ? text.total(facets.data.total.count, facets.data.total.bytes) : null}
            {facets.data && isCatchingUp(facets.data) ? (
              <Tooltip label={text.catchingUpHint}>
                <Badge tone="info" role="status">
                  {text.catchingUp}
                </Badge>
              </Tooltip>
            ) : null}
          </span>
        }
        action={
          <>
            <Button asChild>
              <Link to="/w/$workspace/p/$project/assets/search" params={{ workspace: workspace.slug, project: project.id }}>
                <Search aria-hidden />
                {text.componentSearch}
              </Link>
            </Button>
            {mayWrite ? (
              <Button variant="primary" onClick={onPickFiles}>
                <Upload aria-hidden />
                {text.upload}
              </Button>
            ) : null}
          </>
        }
        toolbar={
          <>
            {wide ? null : (
              <Button aria-expanded={showFilters} onClick={() => setShowFilters(true)}>
                <SlidersHorizontal aria-hidden />
                {text.filters}
              </Button>
            )}
            <Input
              type="search"
              data-filter
              aria-label={text.search}
              placeholder={text.search}
              value={filter.q ?? ""}
              onChange={(event) => narrow({ q: event.target.value || undefined })}
              className="min-w-40 max-w-md flex-1"
            />
            <CollectionChoice projectId={project.id} chosen={filter.collection} onChoose={(collection) => narrow({ collection })} />
            <Select
              aria-label={text.sort}
              value={sort}
              onValueChange={(value) => change({ sort: value === "path" ? undefined : value })}
              options={(Object.keys(text.sorts) as AssetOrder["sort"][]).map((value) => ({ value, label: text.sorts[value] }))}
              className="w-28 max-sm:w-auto max-sm:min-w-0 max-sm:flex-1"
            />
            <IconButton
              icon={order === "asc" ? ArrowUpNarrowWide : ArrowDownNarrowWide}
              label={order === "asc" ? text.ascending : text.descending}
              variant="secondary"
              onClick={() => change({ order: order === "asc" ? "desc" : undefined })}
            />
            <ViewSwitch view={view} onChange={(next) => change({ view: next })} />
          </>
        }
      >
        <div className="flex min-h-0 flex-1 gap-5">
          {wide ? <aside className="w-52 shrink-0 overflow-y-auto pb-4">{facetsPanel}</aside> : null}
          <div className="flex min-h-0 min-w-0 flex-1 flex-col">
            <QueryView
              query={assets}
              loading={view === "list" ? <LoadingRows label={text.loading} /> : <LoadingGrid />}
              failure={text.failed}
            >
              {(rows) =>
                view === "list" ? (
                  <DataTable
                    label={text.title}
                    columns={assetColumns}
                    rows={rows}
                    rowId={idOf}
                    onOpen={open}
                    sort={{ id: sort, descending: order === "desc" }}
                    onSortChange={({ id, descending }) =>
                      sortable.has(id) ? change({ sort: id as AssetOrder["sort"], order: descending ? "desc" : undefined }) : undefined
                    }
                    {...paging}
                    selected={selected}
                    onSelectedChange={select}
                    bulkActions={bulkActions}
                    csvName={`assets-${project.name}`}
                    empty={empty}
                    className="flex-1"
                  />
                ) : (
                  <>
                    {chosen.size > 0 ? (
                      <SelectionBar count={chosen.size} onClear={() => select([])}>
                        {bulkActions(rows.filter(({ id }) => chosen.has(id)))}
                      </SelectionBar>
                    ) : null}
                    <AssetGrid assets={rows} selected={chosen} onSelectedChange={select} onOpen={open} {...paging} empty={empty} />
                  </>
                )
              }
            </QueryView>
          </div>
        </div>
        <Sheet open={showFilters && !wide} onOpenChange={setShowFilters}>
          <SheetContent side="left" title={text.filters}>
            <div className="p-3">
              {facetsPanel}
              {narrowed ? (
                <Button className="mt-5 w-full" onClick={clearFilters}>
                  {text.clearFilters}
                </Button>
              ) : null}
            </div>
          </SheetContent>
        </Sheet>
      </Page>
    </div>
  );
}

function ViewSwitch({ view, onChange }: { view: AssetsState["view"]; onChange: (view: AssetsState["view"]) => void }) {
  return (
    <fieldset aria-label={text.view} className="flex">
      <ViewButton
        icon={<LayoutGrid aria-hidden />}
        label={text.views.grid}
        chosen={view === undefined}
        onChoose={() => onChange(undefined)}
      />
      <ViewButton icon={<List aria-hidden />} label={text.views.list} chosen={view === "list"} onChoose={() => onChange("list")} />
    </fieldset>
  );
}

function ViewButton({ icon, label, chosen, onChoose }: { icon: ReactNode; label: string; chosen: boolean; onChoose: () => void }) {
  return (
    <Tooltip label={label}>
      <Button
        size="icon"
        aria-label={label}
        aria-pressed={chosen}
        onClick={onChoose}
        className="shadow-none first-of-type:rounded-r-none last-of-type:-ml-px last-of-type:rounded-l-none aria-pressed:bg-selected aria-pressed:text-accent-text"
      >
        {icon}
      </Button>
    </Tooltip>
  );
}
