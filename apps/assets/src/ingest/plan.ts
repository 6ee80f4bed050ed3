import { type AssetWarning, pathKey } from "@slate/schema/api";
import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";
import { isSkipped, unityProjectOf } from "../unity/unity-projects.ts";
import { listed } from "./json.ts";
import { loadAssets, loadFiles } from "./load-states.ts";
import { type AssetRow, type Declared, declaredBy, isCurrent, type Match, matchAssets } from "./match-assets.ts";
import { assetKeyOf, contentKeyOf, type FileState, fileKeysOf, type Pair, pairFiles } from "./pair-files.ts";
import type { TakenApart } from "./take-apart.ts";
import { findRoots, foldersAbove } from "./unity-roots.ts";

/** An asset as it is to be. `parts` are there when its content was read anew. */
export type Wanted = Match & { id: string; type: string; unityProject: string | null; parts: TakenApart | null; warnings: AssetWarning[] };

/** What must be written so that the assets of some files are what the files are now. */
export type Plan = { wanted: Wanted[]; gone: AssetRow[] };

/** What has been read: by `contentKeyOf` its pair. */
export type Taken = Map<string, TakenApart>;

/** Warnings that come from what stands around a file. */
const AROUND = ["guid.duplicate", "meta.missing"];

/**
 * Compares files with assets. Answers pairs that must be taken apart first, or else the plan. `fileIds` are files that changed in any way, `redo` those
 * whose assets are to be taken apart again although they did not.
 */
export async function planAssets(
  q: Queries,
  projectId: string,
  fileIds: string[],
  redo: ReadonlySet<string>,
  taken: Taken,
): Promise<{ unread: Pair[] } | Plan> {
  const { files, rows } = await gather(q, projectId, fileIds, taken);
  const all = [...pairFiles(files.values()).values()];
  const roots = await findRoots(q, projectId, new Set(all.flatMap(({ path }) => foldersAbove(path))));
  const rootOf = (path: string) => unityProjectOf(path, roots);
  const pairs = all.filter(({ path }) => !isIgnored(path, rootOf(path)));

  const current = new Map(rows.flatMap((row) => (row.deleted ? [] : [[`${row.fileId} ${row.metaFileId}`, row] as const])));
  const unread: Pair[] = [];
  const declared: Declared[] = [];
  for (const pair of pairs) {
    const parts = taken.get(contentKeyOf(pair));
    const row = current.get(`${pair.file?.id ?? null} ${pair.meta?.id ?? null}`);
    const isAsked = [pair.file, pair.meta].some((one) => one !== null && redo.has(one.id));
    if (parts) declared.push({ pair, declared: parts.asset.guid });
    else if (row && isCurrent(row, pair) && !isAsked) declared.push({ pair, declared: declaredBy(row) });
    else unread.push(pair);
  }
  if (unread.length > 0) return { unread };

  const folders = await findFolders(
    q,
    projectId,
    pairs.flatMap(({ file, path }) => (file ? [] : [path])),
  );
  const { matches, gone } = matchAssets(declared, rows);
  const wanted = matches.map((match): Wanted => {
    const parts = taken.get(contentKeyOf(match.pair)) ?? null;
    const unityProject = rootOf(match.pair.path);
    const known = parts?.warnings ?? match.row?.warnings.filter(({ code }) => !AROUND.includes(code)) ?? [];
    const warnings = [...warningsAround(match, unityProject), ...known];
    const { pair, row } = match;
    // Git keeps no empty folders, and neither do we: the .meta of one is as lost as that of a file that is gone.
    const lone = folders.has(pair.path) ? "folder" : "orphan";
    const type = pair.file ? (parts?.asset.type ?? row?.type ?? "file") : lone;
    return { ...match, id: row?.id ?? Bun.randomUUIDv7(), type, unityProject, parts, warnings };
  });
  return { wanted: wanted.filter(isNews), gone };
}

const isIgnored = (path: string, unityProject: string | null): boolean => unityProject !== null && isSkipped(path, unityProject);

/** Those of the paths that are folders: there are files below them. Not every `.meta` of a folder says that it is one. */
async function findFolders(q: Queries, projectId: string, paths: string[]): Promise<Set<string>> {
  const rows = await q.execute<{ path: string }>(sql`
    select p.value as path from ${listed(paths)} p where exists (select from slate_files f where f.project_id = ${projectId} and f.deleted_at is null
      and f.path collate "C" >= p.value || '/' and f.path collate "C" < p.value || '0')`);
  return new Set(rows.map(({ path }) => path));
}

/**
 * Everything that bears on the assets of these files: their rows, the files of these rows, what stands beside them, the folders they came into or left,
 * and whoever declares the same guids; and so on until nothing new turns up.
 */
async function gather(q: Queries, projectId: string, fileIds: string[], taken: Taken) {
  const files = new Map<string, FileState>();
  const rows = new Map<string, AssetRow>();
  const seen = { ids: new Set<string>(), keys: new Set<string>(), guids: new Set<string>() };
  const fresh = (kind: keyof typeof seen, values: Iterable<string | null>) => {
    const added = [...new Set(values)].filter((value) => value !== null && !seen[kind].has(value)) as string[];
    for (const value of added) seen[kind].add(value);
    return added;
  };
  let ids = fresh("ids", fileIds);
  let keys: string[] = [];
  let guids: string[] = [];
  let isFirst = true;
  while (ids.length + keys.length + guids.length > 0) {
    const foundFiles = await loadFiles(q, projectId, ids, keys.flatMap(fileKeysOf));
    for (const file of foundFiles) files.set(file.id, file);
    const foundIds = fresh(
      "ids",
      foundFiles.map(({ id }) => id),
    );
    const foundRows = await loadAssets(q, projectId, [...ids, ...foundIds], guids);
    for (const row of foundRows) rows.set(row.id, row);
    const declared = [...pairFiles(files.values()).values()].map((pair) => taken.get(contentKeyOf(pair))?.asset.guid ?? null);
    ids = fresh(
      "ids",
      foundRows.flatMap((row) => (row.deleted ? [] : [row.fileId, row.metaFileId])),
    );
    const paths = [...foundFiles, ...foundRows].flatMap((one) => (one.deleted ? [] : [one.path]));
    const above = isFirst ? [...foundFiles, ...foundRows].flatMap(({ path }) => foldersAbove(path)) : [];
    keys = fresh("keys", [...paths.map(assetKeyOf), ...above.map(pathKey)]);
    isFirst = false;
    guids = fresh("guids", [...declared, ...foundRows.map(declaredBy)]);
  }
  return { files, rows: [...rows.values()] };
}

function warningsAround({ pair, declaredGuid }: Match, unityProject: string | null): AssetWarning[] {
  const warnings: AssetWarning[] = [];
  if (declaredGuid !== null)
    warnings.push({ code: "guid.duplicate", message: `Another asset has the guid ${declaredGuid} that the .meta declares.` });
  const assets = unityProject === null ? null : unityProject === "" ? "Assets/" : `${unityProject}/Assets/`;
  if (pair.meta === null && assets !== null && pair.path.startsWith(assets))
    warnings.push({ code: "meta.missing", message: "The file has no .meta: Unity will give it a new guid on every machine." });
  return warnings;
}

/** Whether a row has to be written at all. */
function isNews({ row, pair, type, guid, declaredGuid, unityProject, parts, warnings }: Wanted): boolean {
  if (!row || parts || !isCurrent(row, pair)) return true;
  return (
    row.type !== type ||
    row.guid !== guid ||
    row.declaredGuid !== declaredGuid ||
    row.path !== pair.path ||
    row.unityProject !== unityProject ||
    !Bun.deepEquals(
      row.warnings.map(({ code }) => code),
      warnings.map(({ code }) => code),
    )
  );
}
