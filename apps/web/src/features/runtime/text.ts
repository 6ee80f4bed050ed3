import { countOf, formatCount } from "@/lib/format.ts";

export const text = {
  title: "Runtime sessions",
  intro: "Runs of the game that report to SLATE, with what they logged.",
  loading: "Loading runs",
  failed: "The runs could not be loaded",
  noneTitle: "No runs yet",
  noneText: "The game opens a run when it starts and sends its log, with an API key; the API reference shows how.",
  apiDocs: "API reference",
  columns: { started: "Started", status: "Status", duration: "Length", lines: "Log lines", id: "Id" },
  statuses: { running: "Running", ended: "Ended", crashed: "Crashed" },
  run: "Run",
  log: "Log",
  logLoading: "Loading log",
  logFailed: "The log could not be loaded",
  noLines: "Nothing was logged.",
  kept: (kept: number, total: number) =>
    kept < total ? `The latest ${formatCount(kept)} of ${countOf(total, "line")}` : countOf(total, "line"),
  levels: { debug: "Debug", info: "Info", warning: "Warning", error: "Error" },
  level: "Least level",
};
