import { expect, test } from "bun:test";
import { type Column, compareValues } from "./column.ts";
import { toCsv } from "./csv.ts";

type Row = { name: string; size: number | null };
const columns: Column<Row>[] = [
  { id: "name", header: "Name", cell: (row) => row.name, value: (row) => row.name },
  { id: "menu", header: "Actions", cell: () => null },
  { id: "size", header: "Size", cell: (row) => row.size, value: (row) => row.size },
];

test("a CSV holds the columns that have a value, quoted where they must be", () => {
  const rows = [
    { name: 'The "old", scene', size: 12 },
    { name: "two\nlines", size: null },
  ];
  expect(toCsv(columns, rows)).toBe('Name,Size\r\n"The ""old"", scene",12\r\n"two\nlines",\r\n');
});

test("a CSV cell never becomes a formula, and a negative number stays a number", () => {
  expect(toCsv(columns, [{ name: '=HYPERLINK("x")', size: -3 }])).toBe('Name,Size\r\n"\'=HYPERLINK(""x"")",-3\r\n');
});

test("values sort as people read them, with nothing last", () => {
  const sorted = ["Scene 10", null, "scene 2", "Álbum", "atlas"].sort(compareValues);
  expect(sorted).toEqual(["Álbum", "atlas", "scene 2", "Scene 10", null]);
});
