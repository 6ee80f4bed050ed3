import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  metaHelper,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";
import type { ReactNode } from "react";

/** One column of a DataTable. */
export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What the column sorts by and what the CSV holds; a column without it does neither. */
  value?: (row: Row) => string | number | null;
  /** A CSS grid track: `120px`, `minmax(200px, 2fr)`. */
  width?: string;
  align?: "start" | "end";
  /** Left out while the table is narrower than this many px. */
  minTableWidthPx?: number;
  /** Not shown until chosen in the column menu. */
  hidden?: boolean;
  /** Always there: the name of the thing. */
  pinned?: boolean;
};

export type Sort = { id: string; descending: boolean };

type ColumnMeta = { width: string; align: "start" | "end"; minTableWidthPx: number };

export const features = tableFeatures({
  rowSortingFeature,
  rowSelectionFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
  columnMeta: metaHelper<ColumnMeta>(),
});

/** Compares what people read: 2 before 10, without case, empty last when ascending. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
export function compareValues(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
}

export function toColumnDefs<Row extends object>(columns: readonly Column<Row>[]) {
  const helper = createColumnHelper<typeof features, Row>();
  return helper.columns(
    columns.map((column) =>
      helper.accessor((row: Row) => column.value?.(row) ?? null, {
        id: column.id,
        header: column.header,
        cell: (context) => column.cell(context.row.original),
        enableSorting: column.value !== undefined,
        enableHiding: !column.pinned,
        sortFn: (a, b) => compareValues(column.value?.(a.original) ?? null, column.value?.(b.original) ?? null),
        meta: { width: column.width ?? "minmax(120px, 1fr)", align: column.align ?? "start", minTableWidthPx: column.minTableWidthPx ?? 0 },
      }),
    ),
  );
}
