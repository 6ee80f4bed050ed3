import type { Column } from "./column.ts";

/** Rows as a CSV file (RFC 4180), with the columns that have a value. */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const told = columns.filter((column) => column.value !== undefined);
  const lines = [told.map((column) => column.header), ...rows.map((row) => told.map((column) => column.value?.(row) ?? ""))];
  return lines.map((line) => `${line.map(toField).join(",")}\r\n`).join("");
}

function toField(value: string | number): string {
  if (typeof value === "number") return String(value);
  // A spreadsheet would run a cell that begins like a formula; the quote makes it text (OWASP, "CSV injection").
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a text to the browser as a download. */
export function download(name: string, text: string, type: string) {
  // The byte order mark tells Excel that the file is UTF-8.
  const url = URL.createObjectURL(new Blob(["\uFEFF", text], { type }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
