/** The folder a path stands in; "" is the root. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** A name inside a folder. */
export const join = (folder: string, name: string): string => (folder ? `${folder}/${name}` : name);

/** Every folder above a path, outermost first. */
export function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** `Player.cs` → `Player copy.cs`. */
export function copyOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf(".");
  const at = dot > 0 ? dot : name.length;
  return join(folderOf(path), `${name.slice(0, at)} copy${name.slice(at)}`);
}
