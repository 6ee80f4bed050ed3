import { countOf, formatBytes } from "@/lib/format.ts";

export const text = {
  title: "Storage",
  intro: "What this project keeps in the registry of the workspace.",
  loading: "Loading storage",
  failed: "The storage could not be read",
  used: (used: number, limit: number) => `${formatBytes(used)} of ${formatBytes(limit)} used`,
  parts: { files: "File versions", artifacts: "Published assets", previews: "Previews", uploads: "Uploads under way" },
  partDetail: {
    files: (count: number) => countOf(count, "content"),
    artifacts: (count: number) => countOf(count, "artifact"),
    previews: (count: number) => countOf(count, "preview"),
    uploads: (count: number) => countOf(count, "upload"),
  },
  inbox: "Pushed from outside",
  inboxIntro: "Registry clients may push to the project's inbox. What passes the checks becomes a version.",
  inboxNone: "Nothing was pushed yet.",
  inboxFailed: "The pushes could not be loaded",
  status: { received: "Being checked", adopted: "Adopted", refused: "Refused" },
  openChangeset: "Changeset",
  older: "Show older",
};
