import { countOf } from "@/lib/format.ts";

export const text = {
  selectAll: "Select all loaded rows",
  selectRow: "Select row",
  loadingMore: "Loading more",
  columns: "Columns",
  csv: "Download as CSV",
  csvPartial: (rows: number) => `Download the ${countOf(rows, "loaded row")} as CSV`,
};
