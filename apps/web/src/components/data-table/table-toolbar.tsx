import type { ReactTable } from "@tanstack/react-table";
import { Columns3, Download } from "lucide-react";
import type { ReactNode } from "react";
import { SelectionBar } from "@/components/selection-bar.tsx";
import { Button } from "@/components/ui/button.tsx";
import { DropdownMenu, DropdownMenuCheckboxItem, DropdownMenuContent, DropdownMenuTrigger } from "@/components/ui/dropdown-menu.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import type { Column, features } from "./column.ts";
import { download, toCsv } from "./csv.ts";
import { text } from "./text.ts";

type TableToolbarProps<Row extends object> = {
  table: ReactTable<typeof features, Row>;
  columns: readonly Column<Row>[];
  /** The loaded rows, in the order shown. */
  rows: readonly Row[];
  /** More rows exist than are loaded. */
  partial: boolean;
  csvName?: string;
  filters?: ReactNode;
  selectedCount: number;
  bulkActions?: ReactNode;
  onClear: () => void;
};

export function TableToolbar<Row extends object>(props: TableToolbarProps<Row>) {
  const { table, columns, rows, partial, csvName, filters, selectedCount, bulkActions, onClear } = props;
  const optional = table.getAllLeafColumns().filter((column) => column.getCanHide());

  if (selectedCount > 0) {
    return (
      <SelectionBar count={selectedCount} onClear={onClear}>
        {bulkActions}
      </SelectionBar>
    );
  }
  if (!filters && !csvName && optional.length < 2) return null;
  return (
    <div className="mb-2 flex min-h-(--control-height) flex-wrap items-center gap-2 py-0.5">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{filters}</div>
      {optional.length > 1 ? (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button variant="ghost" size="sm">
              <Columns3 aria-hidden />
              {text.columns}
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            {optional.map((column) => (
              <DropdownMenuCheckboxItem
                key={column.id}
                checked={column.getIsVisible()}
                onCheckedChange={(checked) => column.toggleVisibility(checked)}
                onSelect={(event) => event.preventDefault()}
              >
                {String(column.columnDef.header)}
              </DropdownMenuCheckboxItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      ) : null}
      {csvName ? (
        <IconButton
          icon={Download}
          label={partial ? text.csvPartial(rows.length) : text.csv}
          onClick={() => download(`${csvName}.csv`, toCsv(columns, rows), "text/csv;charset=utf-8")}
        />
      ) : null}
    </div>
  );
}
