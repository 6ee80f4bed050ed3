import type { FolderFile } from "@slate/sdk";

/** Folders that are large, can be made again, and are left out by the server anyway: they are not worth sending. */
const skippedFolders = new Set(["library", "temp", "obj", "logs", ".git", "node_modules"]);

/** Inside these, a folder may have any name. */
const contentRoots = new Set(["assets", "packages"]);

/** Whether a folder need not be looked into. */
export function isSkippedFolder(path: string): boolean {
  const parts = path.toLowerCase().split("/");
  const name = parts.at(-1) ?? "";
  if (name === ".git" || name === "node_modules") return true;
  return skippedFolders.has(name) && !parts.some((part) => contentRoots.has(part));
}

/** The files of a drop, with their paths below it. Must be called while the drop event is being handled. */
export function readDrop(transfer: DataTransfer): Promise<FolderFile[]> {
  // The list is emptied as soon as the event is over, so the entries are taken first.
  const roots = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return collect(roots);
}

async function collect(roots: FileSystemEntry[]): Promise<FolderFile[]> {
  const found: FolderFile[] = [];
  const pending = [...roots];
  for (let entry = pending.pop(); entry; entry = pending.pop()) {
    const path = entry.fullPath.replace(/^\//, "");
    if (isFile(entry)) found.push({ path, content: await fileOf(entry) });
    else if (isFolder(entry) && !isSkippedFolder(path)) pending.push(...(await childrenOf(entry)));
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));

/** Browsers hand out a folder's entries a hundred at a time, and an empty list at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}

/** The files of a folder that was picked in a dialog. */
export function readPicked(files: Iterable<File>): FolderFile[] {
  return [...files]
    .map((file) => ({ path: file.webkitRelativePath || file.name, content: file }))
    .filter(
      ({ path }) =>
        !path.split("/").some((_, index, parts) => index < parts.length - 1 && isSkippedFolder(parts.slice(0, index + 1).join("/"))),
    );
}

/** The one folder everything stands in, or null. */
export function commonFolder(entries: readonly FolderFile[]): string | null {
  const first = entries[0]?.path.split("/")[0];
  return first !== undefined && entries.every(({ path }) => path.startsWith(`${first}/`)) ? first : null;
}
