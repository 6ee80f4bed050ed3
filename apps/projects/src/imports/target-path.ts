import { FilePath } from "@slate/schema/api";
import { errors } from "../errors.ts";

/**
 * Where an entry goes: leading `./` and `stripComponents` segments dropped, put below `folder`. Null when nothing is left.
 * Throws `import.invalid` for a path that may not be, naming it.
 */
export function targetPath(entryPath: string, options: { folder: string | null; stripComponents: number }): string | null {
  const segments = entryPath.replace(/^(?:\.\/)+/, "").split("/");
  const kept = segments.slice(options.stripComponents);
  if (kept.length === 0) return null;
  const path = FilePath.safeParse([...(options.folder ? [options.folder] : []), ...kept].join("/"));
  if (!path.success) throw errors.archiveInvalid(`${JSON.stringify(entryPath.slice(0, 300))}: ${path.error.issues[0]?.message}`);
  return path.data;
}
