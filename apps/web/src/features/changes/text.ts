import type { Conflict } from "@slate/schema/api";
import { countOf } from "@/lib/format.ts";

export const text = {
  title: "Changes",
  intro: "Every change to the project's files, newest first. Any of them can be undone.",
  loading: "Loading changes",
  failed: "The changes could not be loaded",
  openFiles: "Open files",
  noneTitle: "Nothing has been changed yet",
  noneText: "Saving a file, importing a folder or undoing a change each leave a changeset here.",
  columns: { message: "Change", author: "By", files: "Files", kind: "Kind", at: "When" },
  kinds: { edit: "Edit", import: "Import", revert: "Revert" },
  untitled: { edit: "Edited files", import: "Imported files", revert: "Reverted a changeset" },
  changeset: "Changeset",
  changesetFailed: "The changeset could not be loaded",
  diffFailed: "The differences could not be loaded",
  reverts: "Undoes an earlier changeset",
  more: "Show more files",
  export: "Download project as of here",
  binary: "The content is not text, so there is nothing to compare line by line.",
  tooLarge: "Too large to compare line by line.",
  operations: { create: "Created", edit: "Edited", move: "Moved", delete: "Deleted", restore: "Restored" },
  openFile: "Open file",
  from: (path: string) => `from ${path}`,
  revert: "Revert",
  revertTitle: "Revert this changeset?",
  revertIntro: "Makes a new changeset that undoes this one. Nothing is lost, and it can be reverted in turn.",
  revertLoading: "Looking at what would change",
  revertFailed: "The changeset was not reverted",
  previewFailed: "It could not be seen what would change",
  willChange: (count: number, more: boolean) =>
    more ? `More than ${countOf(count, "file")} will change:` : `${countOf(count, "file")} will change:`,
  message: "Message",
  messageDefault: (message: string) => `Revert “${message}”`,
  conflictsTitle: (count: number) => `${countOf(count, "file")} in the way`,
  conflictsText:
    "These have changed since, so reverting would overwrite newer work. Change them by hand, or revert the later changesets first.",
  reasons: { changed_since: "Changed since", path_taken: "Another file has this path", locked: "Locked" } satisfies Record<
    Conflict["reason"],
    string
  >,
  reverted: "The changeset was reverted",
  open: "Open",
  cancel: "Cancel",
};
