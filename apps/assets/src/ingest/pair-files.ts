import { pathKey } from "@slate/schema/api";

/** A file as it is now. `key` is the path that a case-insensitive disk would see. */
export type FileState = {
  id: string;
  path: string;
  key: string;
  version: number;
  sha256: string;
  size: number;
  binary: boolean;
  deleted: boolean;
};

/** A file with its `.meta`, or either alone. `key` and `path` are the asset's, without `.meta`. */
export type Pair = { key: string; path: string; file: FileState | null; meta: FileState | null };

const META = ".meta";

export const isMeta = (key: string): boolean => key.endsWith(META);

/** Path (or key) of the asset that a file or a `.meta` belongs to. */
export const assetPathOf = (path: string): string => (isMeta(path.toLowerCase()) ? path.slice(0, -META.length) : path);

/** Keys of the two files that make the asset with this key. */
export const fileKeysOf = (assetKey: string): string[] => [assetKey, assetKey + META];

export const assetKeyOf = (path: string): string => assetPathOf(pathKey(path));

/** Puts live files and their metas together. */
export function pairFiles(files: Iterable<FileState>): Map<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const file of files) {
    if (file.deleted) continue;
    const key = assetPathOf(file.key);
    const pair = pairs.get(key) ?? { key, path: assetPathOf(file.path), file: null, meta: null };
    if (isMeta(file.key)) pair.meta = file;
    else {
      pair.file = file;
      pair.path = file.path;
    }
    pairs.set(key, pair);
  }
  return pairs;
}

/** Names the very content of a pair: what was read for it is good for no other. */
export const contentKeyOf = ({ file, meta }: Pair): string =>
  [file, meta].map((one) => (one ? `${one.id}@${one.version}` : "none")).join(" ");
