import { type BulkAssets, type BulkResult, type ChangeInput, Changeset } from "@slate/schema/api";
import { type Actor, readPrimary, transact } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { checkConfirmation } from "../graph/impact.ts";
import { listedIds, requireAssets } from "./bulk.ts";
import { waitUntilCaughtUp } from "./catch-up.ts";

type Action<K extends BulkAssets["action"]["do"]> = Extract<BulkAssets["action"], { do: K }>;
type Chosen = { projectId: string; ids: string[] };
type Row = { id: string; path: string; type: string; fileId: string | null; metaFileId: string | null };

/** Steps that one changeset takes. */
const STEPS_LIMIT = 1000;

/**
 * Deletes the files of assets with their metas, and all that is in folders, as one changeset in the name of the actor. Throws `asset.not_found`,
 * `asset.behind`, `asset.confirmation_required`, `asset.too_many_files`, and what projects refuses.
 */
export async function deleteMany(deps: Deps, actor: Actor, chosen: Chosen, { message, confirm }: Action<"delete">): Promise<BulkResult> {
  await waitUntilCaughtUp(deps, actor, chosen.projectId);
  const rows = await findRows(deps, actor, chosen);
  await checkConfirmation(deps, actor, { projectId: chosen.projectId, ids: rows.map(({ id }) => id), act: "delete" }, confirm);
  const steps = outermost(rows).flatMap(({ path, type, fileId, metaFileId }): ChangeInput[] => [
    ...(type === "folder" ? [{ op: "delete-folder" as const, path }] : []),
    ...[fileId, metaFileId].flatMap((id) => (id ? [{ op: "delete" as const, fileId: id }] : [])),
  ]);
  return changeFiles(deps, actor, "delete", chosen, rows.length, steps, message);
}

/** Moves assets, with their metas, into a folder. Throws as `deleteMany` does, but for the confirmation: guids stay, so references hold. */
export async function moveMany(deps: Deps, actor: Actor, chosen: Chosen, { message, folder }: Action<"move">): Promise<BulkResult> {
  const rows = await findRows(deps, actor, chosen);
  const steps = outermost(rows).flatMap(({ path, type, fileId, metaFileId }): ChangeInput[] => {
    const to = `${folder}/${path.slice(path.lastIndexOf("/") + 1)}`;
    if (to === path) return [];
    return [
      ...(type === "folder" ? [{ op: "move-folder" as const, from: path, to }] : []),
      ...(fileId ? [{ op: "move" as const, fileId, to }] : []),
      ...(metaFileId ? [{ op: "move" as const, fileId: metaFileId, to: `${to}.meta` }] : []),
    ];
  });
  return steps.length === 0 ? { changed: 0, changesetId: null } : changeFiles(deps, actor, "move", chosen, rows.length, steps, message);
}

const findRows = (deps: Deps, actor: Actor, chosen: Chosen): Promise<Row[]> =>
  readPrimary(deps, actor, async (q) =>
    q.execute<Row>(sql`
      select id, path, type, file_id as "fileId", meta_file_id as "metaFileId" from slate_assets
      where id in ${listedIds(await requireAssets(q, chosen))} order by path collate "C"`),
  );

/** Without what is in a folder that is chosen as well: it goes with it. `rows` are in byte order of their paths. */
function outermost(rows: Row[]): Row[] {
  const folders = new Set(rows.filter(({ type }) => type === "folder").map(({ path }) => path));
  const isInside = (path: string): boolean => {
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1))
      if (folders.has(path.slice(0, slash))) return true;
    return false;
  };
  return rows.filter(({ path }) => !isInside(path));
}

async function changeFiles(
  deps: Deps,
  actor: Actor,
  verb: "delete" | "move",
  { projectId }: Chosen,
  count: number,
  changes: ChangeInput[],
  message: string,
): Promise<BulkResult> {
  if (changes.length > STEPS_LIMIT) throw errors.tooManyFiles();
  const { body } = await deps.callService(actor, {
    service: "projects",
    method: "POST",
    path: "/internal/changesets",
    body: { projectId, message, changes },
    shape: Changeset,
  });
  await transact(deps, actor, async (tx) => tx.audit(`asset.${verb}`, null, { projectId, count, changesetId: body.id }));
  return { changed: count, changesetId: body.id };
}
