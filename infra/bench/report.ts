import type { Benchmark, Measurement } from "./benchmark.ts";

export type Finding = { benchmark: Benchmark; measured: Measurement };

/** One JSON object, by name: numbers as measured, whatever the table rounds. */
export const asJson = (findings: Finding[]): string =>
  JSON.stringify(
    Object.fromEntries(
      findings.map(({ benchmark: { name, target }, measured: { value, unit, probe, ratio, ok, details } }) => [
        name,
        { value, unit, probe, ratio, target, ok, details },
      ]),
    ),
  );

/** A table for people, with what else was seen below each line. */
export function asTable(findings: Finding[]): string {
  const head = ["", "ours", "probe", "ratio", "wanted", ""];
  const rows = findings.map(({ benchmark, measured }) => [
    benchmark.name,
    `${short(measured.value)} ${measured.unit}`,
    measured.probe === null ? "-" : short(measured.probe),
    measured.ratio === null ? "-" : measured.ratio.toFixed(2),
    benchmark.wanted,
    measured.ok ? "ok" : "MISSED",
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [
    line(head),
    ...findings.flatMap(({ measured }, i) => [line(rows[i] ?? []), ...measured.details.map((text) => `    ${text}`)]),
  ].join("\n");
}

const short = (value: number): string => (Number.isInteger(value) || Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
