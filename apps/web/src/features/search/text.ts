import { countOf } from "@/lib/format.ts";

export const text = {
  title: "Search",
  label: "Words in names and text",
  placeholder: "Search names and text",
  start: "Find any file",
  startText: "Type a word from a file's name or from its text. Small mistakes in names are forgiven.",
  noneTitle: "Nothing found",
  noneText: (q: string) => `No file contains “${q}”. Files are searchable a few seconds after they are saved.`,
  clear: "Clear filters",
  failed: "The search failed",
  loading: "Searching",
  type: "Type",
  folder: "Folder",
  root: "In no folder",
  allProjects: "All projects",
  project: "Project",
  more: "Show more",
  hits: (count: number, more: boolean) => (more ? `${countOf(count, "hit")} so far` : countOf(count, "hit")),
};
