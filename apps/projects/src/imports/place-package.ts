import { FilePath, pathKey } from "@slate/schema/api";
import type { Actor } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import type { ImportRow } from "./import-row.ts";
import { findMetas } from "./meta-guid.ts";
import { type PackagedAsset, refuseClimbing } from "./read-package.ts";
import type { Staged } from "./stage.ts";

type Place = Pick<ImportRow, "projectId" | "folder" | "onConflict">;
type Placed = { path: string; asset: PackagedAsset };
type Conflict = { path: string; guid: string; existingGuid: string };
type Ignore = (reason: string, example: string) => void;

const CONFLICTS_SHOWN = 100;

/**
 * Decides where the assets of a package go. A guid that the project has is updated where it is, wherever the package would have it; a path
 * that another guid has is a conflict. Throws `import.conflict` with the list, or leaves those out when the import says so, and
 * `import.invalid` for what means harm.
 */
export async function placePackage(deps: Deps, actor: Actor, place: Place, assets: PackagedAsset[], ignore: Ignore): Promise<Staged[]> {
  const wanted = assets.flatMap((asset) => wantedPath(asset, place.folder, ignore));
  const metas = await findMetas(deps, actor, place, {
    guids: wanted.map(({ asset }) => asset.guid),
    paths: wanted.map(({ path }) => path),
  });
  const pathOfGuid = new Map(metas.flatMap(({ guid, path }) => (guid ? [[guid, path]] : [])));
  const guidOfPath = new Map(metas.flatMap(({ guid, path }) => (guid ? [[pathKey(path), guid]] : [])));

  const files: Staged[] = [];
  const conflicts: Conflict[] = [];
  const taken = new Map<string, string>();
  for (const { path, asset } of wanted) {
    const home = pathOfGuid.get(asset.guid) ?? path;
    const existingGuid = guidOfPath.get(pathKey(home));
    if (existingGuid && existingGuid !== asset.guid) {
      conflicts.push({ path, guid: asset.guid, existingGuid });
      continue;
    }
    const other = taken.get(pathKey(home));
    if (other) throw errors.archiveInvalid(`${JSON.stringify(path)} is in the package more than once: ${other} and ${asset.guid}`);
    taken.set(pathKey(home), asset.guid);
    if (asset.asset) files.push({ path: home, content: asset.asset });
    if (asset.meta) files.push({ path: `${home}.meta`, content: asset.meta });
  }
  if (conflicts.length === 0) return files;
  if (place.onConflict === "fail") throw tellConflicts(conflicts);
  for (const { path } of conflicts) ignore("another asset has the path", path);
  return files;
}

/** Where the package would have it, below the import's folder; nothing when it cannot be there. */
function wantedPath(asset: PackagedAsset, folder: string | null, ignore: Ignore): Placed[] {
  const { guid, pathname, meta, declaredGuid } = asset;
  const leave = (reason: string): Placed[] => {
    ignore(reason, pathname ?? guid);
    return [];
  };
  if (pathname === null) return leave("no pathname");
  refuseClimbing(pathname);
  if (!meta) return leave("no asset.meta");
  if (declaredGuid !== guid) return leave("asset.meta of another guid");
  if (!/^(?:Assets|Packages)\//.test(pathname)) return leave("outside Assets and Packages");
  const path = FilePath.safeParse(folder ? `${folder}/${pathname}` : pathname);
  // Its meta must have room too, and it may not pass for one.
  if (!path.success || /\.meta$/i.test(pathname) || !FilePath.safeParse(`${path.data}.meta`).success)
    return leave("a path that no file may have");
  return [{ path: path.data, asset }];
}

function tellConflicts(conflicts: Conflict[]) {
  const named = conflicts
    .slice(0, 3)
    .map(({ path }) => path)
    .join(", ");
  const more = conflicts.length > 3 ? ` and ${conflicts.length - 3} more` : "";
  return errors.importConflict(`Other assets have these paths: ${named}${more}`, {
    details: { count: conflicts.length, conflicts: conflicts.slice(0, CONFLICTS_SHOWN) },
  });
}
