import type { CreateImport } from "@slate/schema/api";

const FORMATS: [extension: string, format: CreateImport["format"]][] = [
  [".unitypackage", "unitypackage"],
  [".zip", "zip"],
  [".tar", "tar"],
  [".tar.gz", "tar.gz"],
  [".tgz", "tar.gz"],
];

/** What `createImport` calls an archive of this file name; null when it is none that can be imported. */
export function archiveFormat(fileName: string): CreateImport["format"] | null {
  const name = fileName.toLowerCase();
  return FORMATS.find(([extension]) => name.endsWith(extension))?.[1] ?? null;
}

/** For an `<input type="file" accept>`. */
export const ARCHIVE_EXTENSIONS = FORMATS.map(([extension]) => extension);
