import { type Conflict, type FileDiff, type Page, pathKey } from "@slate/schema/api";
import { type Actor, decodeCursor, pageOf, type Queries, readPrimary, transact } from "@slate/service";
import { z } from "zod";
import { keptContent } from "../content/content.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { type Committed, commitDrafts, requireWritableProject } from "./commit.ts";
import { createDiffer, loadTexts, type Side, sideOf } from "./diff-file.ts";
import { Drafts, type FileState, loadFiles } from "./drafts.ts";
import { findChangeset, loadPairs } from "./list.ts";

type Pair = Awaited<ReturnType<typeof loadPairs>>[number];
type Undo = { pair: Pair; current: FileState; target: Side };
type Plan = { undos: Undo[]; conflicts: Conflict[] };

/**
 * Undoes a changeset by a new one: every file it touched goes back to what it was before, if it still is what the changeset left. Otherwise
 * nothing is written and `changeset.conflict` lists each path and why.
 */
export async function revertChangeset(deps: Deps, actor: Actor, id: string, message: string): Promise<Committed> {
  const committed = await transact(deps, actor, async (tx) => {
    const changeset = await findChangeset(tx, id);
    const { projectId } = changeset;
    await requireWritableProject(tx, projectId);
    const pairs = await loadPairs(tx, id);
    const files = await loadFiles(tx, projectId, { ids: pairs.map(({ row }) => row.fileId) });
    const { undos, conflicts } = await planRevert(tx, actor, projectId, pairs, files);
    if (conflicts.length) throw errors.conflict(`${conflicts.length} file(s) cannot go back`, { details: { conflicts } });

    const drafts = new Drafts(files, actor.userId);
    for (const { current, target } of undos) {
      if (!target) {
        drafts.remove(current.id);
        continue;
      }
      if (current.deleted) drafts.restore(current.id);
      if (current.sha256 !== target.sha256) drafts.edit(current.id, keptContent(target));
      if (current.path !== target.path) drafts.move(current.id, target.path);
    }
    const about = {
      projectId,
      kind: "revert" as const,
      message: message || `Revert: ${changeset.message}`.slice(0, 2000),
      reverts: id,
      author: actor.author,
    };
    return commitDrafts(deps, tx, actor, about, drafts);
  });
  if (!committed) throw errors.noChange("These files are already as they were before");
  return committed;
}

const PREVIEW_PAGE = 20;

/** What reverting would do, as diffs, and what stands in its way. Writes nothing. */
export async function previewRevert(
  deps: Deps,
  actor: Actor,
  id: string,
  query: { limit: number; cursor?: string },
): Promise<{ changes: Page<FileDiff>; conflicts: Conflict[] }> {
  const after = decodeCursor(z.uuid(), query.cursor);
  const limit = Math.min(query.limit, PREVIEW_PAGE);
  const now = (file: FileState): Side => (file.deleted ? null : file);
  const { shown, conflicts, texts } = await readPrimary(deps, actor, async (q) => {
    const { projectId } = await findChangeset(q, id);
    const pairs = await loadPairs(q, id);
    const files = await loadFiles(q, projectId, { ids: pairs.map(({ row }) => row.fileId), lock: false });
    const { undos, conflicts } = await planRevert(q, actor, projectId, pairs, files);
    const shown = undos.filter(({ current }) => !after || current.id > after).slice(0, limit + 1);
    const texts = await loadTexts(
      q,
      projectId,
      shown.flatMap(({ current, target }) => [now(current), target]),
    );
    return { shown, conflicts, texts };
  });
  const diff = createDiffer(deps);
  const changes = pageOf(
    shown,
    limit,
    ({ current }) => current.id,
    ({ current, target }) =>
      diff({ fileId: current.id, operation: operationOf(now(current), target), old: now(current), new: target }, texts),
  );
  return { changes, conflicts: conflicts.slice(0, 100) };
}

function operationOf(old: Side, next: Side) {
  if (!next) return "delete" as const;
  if (!old) return "restore" as const;
  return old.path === next.path ? ("edit" as const) : ("move" as const);
}

async function planRevert(q: Queries, actor: Actor, projectId: string, pairs: Pair[], files: FileState[]): Promise<Plan> {
  const byId = new Map(files.map((file) => [file.id, file]));
  const undos: Undo[] = [];
  const conflicts: Conflict[] = [];
  for (const pair of pairs) {
    const current = byId.get(pair.row.fileId);
    if (!current) continue;
    const left = sideOf(pair.row);
    const target = sideOf(pair.before ?? undefined);
    const conflict = (reason: Conflict["reason"], text: string) =>
      conflicts.push({ fileId: current.id, path: current.path, reason, message: text });
    if (!isAs(current, left)) {
      // Already back where it was: nothing to undo, and nothing in the way.
      if (!isAs(current, target)) conflict("changed_since", `It changed after this changeset and is at version ${current.version} now`);
      continue;
    }
    if (current.lockOwnerId !== null && current.lockOwnerId !== actor.userId) conflict("locked", `${current.lockOwnerName} holds its lock`);
    undos.push({ pair, current, target });
  }
  conflicts.push(...(await findTakenPaths(q, projectId, undos)));
  return { undos, conflicts };
}

const isAs = (file: FileState, side: Side) =>
  side ? !file.deleted && file.path === side.path && file.sha256 === side.sha256 : file.deleted;

/** Paths that files would return to but others have now; files that move away in the same revert do not count. */
async function findTakenPaths(q: Queries, projectId: string, undos: Undo[]): Promise<Conflict[]> {
  const returning = new Map(
    undos.flatMap(({ current, target }) =>
      target && (current.deleted || current.path !== target.path) ? [[pathKey(target.path), current] as const] : [],
    ),
  );
  if (returning.size === 0) return [];
  const leaving = new Set(undos.flatMap(({ current, target }) => (!target || target.path !== current.path ? [current.id] : [])));
  const holders = await loadFiles(q, projectId, { pathKeys: [...returning.keys()], lock: false });
  return holders.flatMap((holder) => {
    const file = returning.get(holder.pathKey);
    if (!file || holder.id === file.id || leaving.has(holder.id)) return [];
    return [{ fileId: file.id, path: holder.path, reason: "path_taken" as const, message: `Another file is at ${holder.path} now` }];
  });
}
