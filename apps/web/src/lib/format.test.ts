import { expect, test } from "bun:test";
import { countOf, formatBytes, formatDuration, formatRelative } from "./format.ts";

test("sizes carry the unit a person would choose", () => {
  expect([0, 999, 1000, 1_540_000, 262_144_000, 5e15].map((bytes) => formatBytes(bytes, "en"))).toEqual([
    "0 bytes",
    "999 bytes",
    "1 kB",
    "1.5 MB",
    "262 MB",
    "5,000 TB",
  ]);
});

test("a moment is told by its largest whole unit, past and future", () => {
  const now = new Date("2026-03-10T12:00:00Z");
  const told = (at: string) => formatRelative(new Date(at), now, "en");
  expect(told("2026-03-10T11:59:40Z")).toBe("now");
  expect(told("2026-03-10T11:57:10Z")).toBe("2 minutes ago");
  expect(told("2026-03-09T11:00:00Z")).toBe("yesterday");
  expect(told("2026-03-12T13:00:00Z")).toBe("in 2 days");
  expect(told("2024-03-01T12:00:00Z")).toBe("2 years ago");
});

test("spans name at most two units", () => {
  expect([400, 45_000, 200_000, 180_000, 7_500_000].map(formatDuration)).toEqual(["0 s", "45 s", "3 min 20 s", "3 min", "2 h 5 min"]);
});

test("one is singular", () => {
  expect(countOf(1, "file")).toBe("1 file");
  expect(countOf(0, "entry", "entries")).toBe("0 entries");
});
