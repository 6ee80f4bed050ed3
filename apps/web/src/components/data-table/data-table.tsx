import { type RowSelectionState, type SortingState, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp, ChevronsUpDown, LoaderCircle } from "lucide-react";
import { type MouseEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { cn } from "@/lib/cn.ts";
import { useTokenPx } from "@/lib/use-token-px.ts";
import { useWidth } from "@/lib/use-width.ts";
import { type Column, features, type Sort, toColumnDefs } from "./column.ts";
import { TableToolbar } from "./table-toolbar.tsx";
import { text } from "./text.ts";
import { useRowNavigation } from "./use-row-navigation.ts";

type DataTableProps<Row extends object> = {
  /** What the rows are: "Projects". */
  label: string;
  /** Keep the array stable between renders. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** Order by the server; without it, rows are sorted here, once all of them are loaded. */
  sort?: Sort;
  onSortChange?: (sort: Sort) => void;
  hasMore?: boolean;
  loadingMore?: boolean;
  onMore?: () => void;
  /** Filters, at the left of the toolbar. */
  filters?: ReactNode;
  /** What can be done with the selected rows; giving it makes rows selectable. */
  bulkActions?: (rows: Row[], clear: () => void) => ReactNode;
  /** Ids of the selected rows, where somebody else keeps them; without it, the table does. */
  selected?: readonly string[];
  onSelectedChange?: (ids: string[]) => void;
  /** File name of the CSV, without extension; giving it offers the download. */
  csvName?: string;
  /** Shown in place of the rows when there are none. */
  empty?: ReactNode;
  className?: string;
};

/** Rows with a sticky header, keyboard (j/k, Enter, x), sorting, column choice, selection and endless paging. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, onOpen, sort, onSortChange, hasMore, loadingMore, onMore, bulkActions, empty, className } = props;
  const columnDefs = useMemo(() => toColumnDefs(columns), [columns]);
  const [ownSorting, setOwnSorting] = useState<SortingState>([]);
  const [ownSelection, setOwnSelection] = useState<RowSelectionState>({});
  const selection = useMemo(
    () => (props.selected ? Object.fromEntries(props.selected.map((id) => [id, true as const])) : ownSelection),
    [props.selected, ownSelection],
  );
  const setSelection = (next: RowSelectionState) =>
    props.onSelectedChange ? props.onSelectedChange(Object.keys(next).filter((id) => next[id])) : setOwnSelection(next);
  const sorting = sort ? [{ id: sort.id, desc: sort.descending }] : ownSorting;

  const table = useTable({
    features,
    columns: columnDefs,
    data: rows,
    getRowId: rowId,
    initialState: { columnVisibility: Object.fromEntries(columns.map((column) => [column.id, !column.hidden])) },
    state: { sorting, rowSelection: selection },
    manualSorting: onSortChange !== undefined,
    enableSorting: onSortChange !== undefined || !hasMore,
    enableMultiSort: false,
    enableSortingRemoval: onSortChange === undefined,
    onSortingChange: (updater) => {
      const next = typeof updater === "function" ? updater(sorting) : updater;
      if (!onSortChange) setOwnSorting(next);
      else if (next[0]) onSortChange({ id: next[0].id, descending: next[0].desc });
    },
    onRowSelectionChange: (updater) => setSelection(typeof updater === "function" ? updater(selection) : updater),
  });

  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const rowPx = useTokenPx("--row-height", 40);
  const tableRows = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: tableRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => tableRows[index]?.id ?? index,
    overscan: 8,
    // The sticky header covers the first row's height of the scrolling area.
    scrollPaddingStart: rowPx,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height must be placed anew
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx]);

  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && !loadingMore && lastShown >= tableRows.length - 10) onMore?.();
  }, [hasMore, loadingMore, lastShown, tableRows.length, onMore]);

  const originals = useMemo(() => new Map(rows.map((row) => [rowId(row), row])), [rows, rowId]);
  const selectedRows = Object.keys(selection).flatMap((id) => originals.get(id) ?? []);
  const clearSelection = () => setSelection({});
  const open = (id: string) => {
    const row = originals.get(id);
    if (row) onOpen?.(row);
  };

  const navigation = useRowNavigation({
    ids: useMemo(() => tableRows.map((row) => row.id), [tableRows]),
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    onOpen: onOpen && open,
    onToggle: bulkActions ? (id) => table.getRow(id).toggleSelected() : undefined,
    onClear: selectedRows.length > 0 ? clearSelection : undefined,
  });

  const gridId = useId();
  const fits = (column: { columnDef: { meta?: { minTableWidthPx: number } } }) =>
    width === 0 || width >= (column.columnDef.meta?.minTableWidthPx ?? 0);
  const shown = table.getVisibleLeafColumns().filter(fits);
  const template = [bulkActions ? "36px" : null, ...shown.map((column) => column.columnDef.meta?.width)].filter(Boolean).join(" ");
  const rowClasses = "grid min-w-full items-center";

  return (
    <div className={cn("flex min-h-0 flex-col", className)}>
      <TableToolbar
        table={table}
        columns={columns}
        rows={tableRows.map((row) => row.original)}
        partial={hasMore ?? false}
        csvName={props.csvName}
        filters={props.filters}
        selectedCount={selectedRows.length}
        bulkActions={bulkActions?.(selectedRows, clearSelection)}
        onClear={clearSelection}
      />
      <div ref={scroller} className="relative min-h-0 flex-1 overflow-auto rounded-lg border bg-surface">
        {/* The table holds the focus and tells the active row by aria-activedescendant. */}
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid, since its rows are operated
          role="grid"
          aria-label={label}
          aria-rowcount={hasMore ? -1 : tableRows.length + 1}
          aria-multiselectable={bulkActions ? true : undefined}
          aria-activedescendant={navigation.activeIndex >= 0 ? `${gridId}-${navigation.activeIndex}` : undefined}
          tabIndex={0}
          onKeyDown={navigation.onKeyDown}
          className="focus-inset group/grid grid min-w-full"
        >
          <thead className="sticky top-0 z-10 grid border-b bg-canvas">
            <tr aria-rowindex={1} className={rowClasses} style={{ gridTemplateColumns: template }}>
              {bulkActions ? (
                <th scope="col" className="flex items-center pl-3">
                  <Checkbox
                    aria-label={text.selectAll}
                    checked={table.getIsAllRowsSelected() || (table.getIsSomeRowsSelected() && "indeterminate")}
                    onCheckedChange={(checked) => table.toggleAllRowsSelected(checked === true)}
                  />
                </th>
              ) : null}
              {shown.map((column) => (
                <HeaderCell
                  key={column.id}
                  label={String(column.columnDef.header)}
                  align={column.columnDef.meta?.align}
                  sorted={column.getIsSorted()}
                  onSort={column.getCanSort() ? () => column.toggleSorting() : undefined}
                />
              ))}
            </tr>
          </thead>
          <tbody className="relative grid" style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const row = tableRows[item.index];
              if (!row) return null;
              return (
                <tr
                  key={row.id}
                  id={`${gridId}-${item.index}`}
                  aria-rowindex={item.index + 2}
                  aria-selected={bulkActions ? row.getIsSelected() : undefined}
                  onClick={(event) => {
                    if (isControl(event)) return;
                    navigation.setActiveId(row.id);
                    open(row.id);
                  }}
                  className={cn(
                    rowClasses,
                    "absolute inset-x-0 top-0 border-b transition-colors hover:bg-hover aria-selected:bg-selected",
                    onOpen && "cursor-pointer",
                    item.index === navigation.activeIndex && "bg-hover group-focus-visible/grid:shadow-[inset_2px_0_0_var(--accent)]",
                  )}
                  style={{ gridTemplateColumns: template, height: item.size, transform: `translateY(${item.start}px)` }}
                >
                  {bulkActions ? (
                    <td className="flex items-center pl-3">
                      <Checkbox aria-label={text.selectRow} checked={row.getIsSelected()} onClick={row.getToggleSelectedHandler()} />
                    </td>
                  ) : null}
                  {row
                    .getVisibleCells()
                    .filter((cell) => fits(cell.column))
                    .map((cell) => (
                      <td
                        key={cell.id}
                        className={cn("min-w-0 truncate px-3 text-sm", cell.column.columnDef.meta?.align === "end" && "text-right")}
                      >
                        <table.FlexRender cell={cell} />
                      </td>
                    ))}
                </tr>
              );
            })}
          </tbody>
        </table>
        {tableRows.length === 0 ? empty : null}
        {loadingMore ? (
          <p role="status" className="sticky left-0 flex h-(--row-height) items-center justify-center gap-2 text-muted text-sm">
            <LoaderCircle className="size-4 animate-spin" aria-hidden />
            {text.loadingMore}
          </p>
        ) : null}
      </div>
    </div>
  );
}

type HeaderCellProps = { label: string; align?: "start" | "end"; sorted: false | "asc" | "desc"; onSort?: () => void };

function HeaderCell({ label, align, sorted, onSort }: HeaderCellProps) {
  const Icon = sorted === "asc" ? ArrowUp : sorted === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined}
      className={cn("flex h-8 min-w-0 items-center px-3 font-medium text-muted text-xs", align === "end" && "justify-end")}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className="-mx-1 inline-flex min-w-0 items-center gap-1 rounded-sm px-1 py-0.5 hover:text-ink"
        >
          <span className="truncate">{label}</span>
          <Icon className={cn("size-3 shrink-0", !sorted && "opacity-50")} aria-hidden />
        </button>
      ) : (
        <span className="truncate">{label}</span>
      )}
    </th>
  );
}

/** A click on something inside the row that does its own thing, or the end of selecting text. */
function isControl(event: MouseEvent): boolean {
  const target = event.target as Element;
  return target.closest('a, button, input, [role="checkbox"], [role="menuitem"]') !== null || window.getSelection()?.isCollapsed === false;
}
