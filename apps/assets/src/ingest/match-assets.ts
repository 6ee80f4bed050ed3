import type { AssetWarning } from "@slate/schema/api";
import type { Pair } from "./pair-files.ts";

/** An asset as the database has it. */
export type AssetRow = {
  id: string;
  guid: string;
  declaredGuid: string | null;
  path: string;
  unityProject: string | null;
  type: string;
  fileId: string | null;
  fileVersion: number | null;
  metaFileId: string | null;
  metaVersion: number | null;
  version: number;
  warnings: AssetWarning[];
  deleted: boolean;
};

/** A pair and the guid that its `.meta` declares, null for none. */
export type Declared = { pair: Pair; declared: string | null };
/** Which row a pair is to be, null for a new one, with the guid it gets; `declaredGuid` where another has the one it declares. */
export type Match = Declared & { row: AssetRow | null; guid: string; declaredGuid: string | null };

/** The guid of what declares none, or one that is another's: its file's id. */
const ownGuid = (fileId: string | null, metaFileId: string | null): string => (fileId ?? metaFileId ?? "").replaceAll("-", "");

/** The guid that the `.meta` of a stored asset declares. */
export const declaredBy = (row: AssetRow): string | null => {
  if (row.declaredGuid !== null) return row.declaredGuid;
  return row.metaFileId === null || row.guid === ownGuid(row.fileId, row.metaFileId) ? null : row.guid;
};

/** Whether a row says what this pair is now. */
export const isCurrent = (row: AssetRow, { file, meta }: Pair): boolean =>
  !row.deleted &&
  row.fileId === (file?.id ?? null) &&
  row.fileVersion === (file?.version ?? null) &&
  row.metaFileId === (meta?.id ?? null) &&
  row.metaVersion === (meta?.version ?? null);

/**
 * Finds for each pair the row that it was. An asset is first of all its `.meta`, then its file, then its guid: so it stays the same through moves,
 * through deletion and return, and when a file is replaced by another with the same guid. The oldest `.meta` has a guid that several declare.
 *
 * `rows` must hold every row of these files, and every pair that declares a guid of theirs must be among `pairs`: then the outcome is
 * that of the whole project. `gone` are live rows that no file is left of.
 */
export function matchAssets(pairs: Declared[], rows: AssetRow[]): { matches: Match[]; gone: AssetRow[] } {
  const owners = ownersOf(pairs);
  const free = new Set(rows.toSorted((a, b) => Number(a.deleted) - Number(b.deleted) || compare(b.id, a.id)));
  const matched = new Map<Declared, AssetRow>();
  const take = (of: (row: AssetRow) => string | null, by: (one: Declared) => string | null) => {
    const index = new Map<string, AssetRow>();
    for (const row of free) {
      const key = of(row);
      if (key !== null && !index.has(key)) index.set(key, row);
    }
    for (const one of pairs) {
      const key = matched.has(one) ? null : by(one);
      const row = key === null ? undefined : index.get(key);
      if (!row || !free.has(row)) continue;
      matched.set(one, row);
      free.delete(row);
    }
  };
  take(
    (row) => row.metaFileId,
    ({ pair }) => pair.meta?.id ?? null,
  );
  take(
    (row) => row.fileId,
    ({ pair }) => pair.file?.id ?? null,
  );
  take(declaredBy, (one) => (one.declared !== null && owners.get(one.declared) === one ? one.declared : null));

  const matches = pairs.map((one): Match => {
    const owns = one.declared !== null && owners.get(one.declared) === one;
    return {
      ...one,
      row: matched.get(one) ?? null,
      guid: owns ? (one.declared ?? "") : ownGuid(one.pair.file?.id ?? null, one.pair.meta?.id ?? null),
      declaredGuid: owns ? null : one.declared,
    };
  });
  return { matches, gone: [...free].filter((row) => !row.deleted) };
}

/** Who has a guid: whose `.meta` is the oldest file. */
function ownersOf(pairs: Declared[]): Map<string, Declared> {
  const owners = new Map<string, Declared>();
  for (const one of pairs) {
    if (one.declared === null) continue;
    const owner = owners.get(one.declared);
    if (!owner || compare(one.pair.meta?.id ?? "", owner.pair.meta?.id ?? "") < 0) owners.set(one.declared, one);
  }
  return owners;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
