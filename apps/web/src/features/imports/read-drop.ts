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

/** A folder that is not sent; how many files it holds is known where the browser has listed them anyway. */
export type SkippedFolder = { path: string; files: number | null };

/** What somebody dropped or picked. */
export type Gathered = { entries: FolderFile[]; skipped: SkippedFolder[] };

/** The files of a drop, with their paths below it. Must be called while the drop event is being handled. */
export function readDrop(transfer: DataTransfer): Promise<Gathered> {
  // The list is emptied as soon as the event is over, so the entries are taken first.
  const roots = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return collect(roots);
}

async function collect(roots: FileSystemEntry[]): Promise<Gathered> {
  const entries: FolderFile[] = [];
  const skipped: SkippedFolder[] = [];
  const pending = [...roots];
  for (let entry = pending.pop(); entry; entry = pending.pop()) {
    const path = entry.fullPath.replace(/^\//, "");
    if (isFile(entry)) entries.push({ path, content: await fileOf(entry) });
    else if (isSkippedFolder(path)) skipped.push({ path, files: null });
    else if (isFolder(entry)) pending.push(...(await childrenOf(entry)));
  }
  return { entries: entries.sort(byPath), skipped: skipped.sort(byPath) };
}

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);

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
export function readPicked(files: Iterable<File>): Gathered {
  const entries: FolderFile[] = [];
  const skipped = new Map<string, number>();
  for (const content of files) {
    const path = content.webkitRelativePath || content.name;
    const folder = foldersOf(path).find(isSkippedFolder);
    if (folder) skipped.set(folder, (skipped.get(folder) ?? 0) + 1);
    else entries.push({ path, content });
  }
  return { entries, skipped: [...skipped].map(([path, count]) => ({ path, files: count })).sort(byPath) };
}

/** The folders a path stands in, the outermost first. */
function foldersOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** The one folder everything stands in, or null. */
export function commonFolder(entries: readonly FolderFile[]): string | null {
  const first = entries[0]?.path.split("/")[0];
  return first !== undefined && entries.every(({ path }) => path.startsWith(`${first}/`)) ? first : null;
}

/** A larger file travels by itself, in chunks that a broken connection does not lose. */
export const largeFileBytes = 32 * 1024 * 1024;

/** What Unity exports: one file that holds many. */
export const isUnityPackage = ({ path }: FolderFile): boolean => path.toLowerCase().endsWith(".unitypackage");
