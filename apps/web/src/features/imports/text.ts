import { countOf, formatBytes, formatCount } from "@/lib/format.ts";

export const text = {
  title: "Import files",
  reading: "Reading the folder",
  readFailed: "The folder could not be read",
  nothing: "There are no files to import in it.",
  summary: (files: number, bytes: number) => `${countOf(files, "file")}, ${formatBytes(bytes)}`,
  into: (folder: string) => `Into ${folder || "the root of the project"}`,
  leaveOut: (folder: string) => `Leave out the folder “${folder}” itself, and import what is in it`,
  largeAlone: (count: number) =>
    `${countOf(count, "large file")} ${count === 1 ? "travels" : "travel"} separately, each as a changeset of its own.`,
  unpack: (count: number) =>
    count === 1
      ? "Unpack the Unity package, where its files belong"
      : `Unpack the ${formatCount(count)} Unity packages, where their files belong`,
  message: "Message",
  messageDefault: (name: string) => `Import ${name}`,
  note: "One changeset. Unchanged files are skipped. What Unity can make again (Library, Temp, Logs) and what a .slateignore names is left out.",
  start: "Import",
  cancel: "Cancel",
  jobTitle: {
    running: (name: string) => `Importing ${name}`,
    done: (name: string) => `Imported ${name}`,
    failed: (name: string) => `${name} was not imported`,
    cancelled: (name: string) => `${name} was not imported`,
  },
  tray: "Imports",
  sending: (sent: number, total: number) => `${formatBytes(sent)} of ${formatBytes(total)} sent`,
  readSoFar: (read: number, total: number) => `${countOf(read, "file")} of ${formatCount(total)} read`,
  rate: (bytesPerSecond: number) => `${formatBytes(bytesPerSecond)}/s`,
  done: (files: { created: number; edited: number; unchanged: number }) =>
    (["created", "edited", "unchanged"] as const)
      .filter((what) => files[what] > 0)
      .map((what) => `${formatCount(files[what])} ${what}`)
      .join(", "),
  leftOut: (parts: readonly string[]) => `Left out: ${new Intl.ListFormat("en", { type: "unit" }).format(parts)}`,
  nothingNew: "Everything was there already: nothing changed.",
  show: "Show changes",
  dismiss: "Dismiss",
  cancelled: "Cancelled. Nothing was changed.",
};
