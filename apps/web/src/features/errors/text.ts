import { countOf } from "@/lib/format.ts";

export const text = {
  title: "Errors",
  intro: "What went wrong in the running game. The same problem is listed once.",
  loading: "Loading errors",
  failed: "The errors could not be loaded",
  noneTitle: "No errors",
  noneText: "Nothing was reported yet. The game reports errors with an API key; the API reference shows how.",
  noneOfSeverity: "No problem has this severity.",
  apiDocs: "API reference",
  showAll: "Show all",
  severity: "Severity",
  all: "Every severity",
  severities: { info: "Info", warning: "Warning", error: "Error", fatal: "Fatal" },
  columns: { problem: "Problem", severity: "Severity", count: "Times", first: "First seen", last: "Last seen" },
  occurrences: (count: number, more: boolean) => (more ? `The latest ${countOf(count, "report")}` : countOf(count, "report")),
  noStack: "It came without a stack.",
  stack: "Stack",
  context: "Context",
  older: "Show older reports",
};
