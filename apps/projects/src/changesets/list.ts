import type { Changeset, FileDiff, Page, Version } from "@slate/schema/api";
import { slateChangesets, slateFileVersions } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, type Queries, read } from "@slate/service";
import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { toVersion } from "../files/history.ts";
import { requireProject } from "../projects/get.ts";
import { projectsTag, projectTag } from "../projects/tags.ts";
import { toChangeset } from "./changeset-row.ts";
import { createDiffer, loadTexts, type Side, sideOf } from "./diff-file.ts";

type PageQuery = { limit: number; cursor?: string };

/** A project's changesets, newest first. */
export async function listChangesets(deps: Deps, actor: Actor, query: PageQuery & { projectId: string }): Promise<Page<Changeset>> {
  const before = decodeCursor(z.uuid(), query.cursor);
  const rows = await read(deps, actor, { tags: [projectTag(query.projectId)] }, async (q) => {
    await requireProject(q, query.projectId);
    return q
      .select()
      .from(slateChangesets)
      .where(and(eq(slateChangesets.projectId, query.projectId), before ? lt(slateChangesets.id, before) : undefined))
      .orderBy(desc(slateChangesets.id))
      .limit(query.limit + 1);
  });
  return pageOf(rows, query.limit, (row) => row.id, toChangeset);
}

/** Throws `changeset.not_found`. */
export async function findChangeset(q: Queries, id: string): Promise<Changeset> {
  const [row] = await q.select().from(slateChangesets).where(eq(slateChangesets.id, id));
  if (!row) throw errors.changesetNotFound();
  return toChangeset(row);
}

export const getChangeset = (deps: Deps, actor: Actor, id: string): Promise<Changeset> =>
  read(deps, actor, { tags: [projectsTag(actor.workspaceId)] }, (q) => findChangeset(q, id));

/** What a changeset did, file by file. */
export async function listChanges(deps: Deps, actor: Actor, id: string, query: PageQuery): Promise<Page<Version>> {
  const after = decodeCursor(z.uuid(), query.cursor);
  const rows = await read(deps, actor, { tags: [projectsTag(actor.workspaceId)] }, async (q) => {
    await findChangeset(q, id);
    return q
      .select({ version: slateFileVersions, changeset: slateChangesets })
      .from(slateFileVersions)
      .innerJoin(slateChangesets, eq(slateChangesets.id, slateFileVersions.changesetId))
      .where(and(eq(slateFileVersions.changesetId, id), after ? gt(slateFileVersions.fileId, after) : undefined))
      .orderBy(asc(slateFileVersions.fileId))
      .limit(query.limit + 1);
  });
  return pageOf(rows, query.limit, (row) => row.version.fileId, toVersion);
}

const DIFF_PAGE = 20;

/** The changeset as diffs, a page of files at a time (at most 20, for each may be large). */
export async function diffChangeset(deps: Deps, actor: Actor, id: string, query: PageQuery): Promise<Page<FileDiff>> {
  const after = decodeCursor(z.uuid(), query.cursor);
  const limit = Math.min(query.limit, DIFF_PAGE);
  const { pairs, sides, texts } = await read(deps, actor, { tags: [projectsTag(actor.workspaceId)] }, async (q) => {
    const { projectId } = await findChangeset(q, id);
    const pairs = await loadPairs(q, id, after, limit + 1);
    const sides = new Map<string, { old: Side; new: Side }>(
      pairs.map(({ row, before }) => [row.fileId, { old: sideOf(before ?? undefined), new: sideOf(row) }]),
    );
    const texts = await loadTexts(
      q,
      projectId,
      [...sides.values()].flatMap((pair) => [pair.old, pair.new]),
    );
    return { pairs, sides, texts };
  });
  const diff = createDiffer(deps);
  return pageOf(
    pairs,
    limit,
    ({ row }) => row.fileId,
    ({ row }) => diff({ fileId: row.fileId, operation: row.operation, old: null, new: null, ...sides.get(row.fileId) }, texts),
  );
}

type Row = typeof slateFileVersions.$inferSelect;

/** The versions of a changeset, each with the version before it. */
export async function loadPairs(
  q: Queries,
  changesetId: string,
  after?: string,
  limit?: number,
): Promise<{ row: Row; before: Row | null }[]> {
  const rows = await q
    .select()
    .from(slateFileVersions)
    .where(and(eq(slateFileVersions.changesetId, changesetId), after ? gt(slateFileVersions.fileId, after) : undefined))
    .orderBy(asc(slateFileVersions.fileId))
    .limit(limit ?? 2_147_483_647);
  const keys = JSON.stringify(rows.filter((row) => row.version > 1).map((row) => ({ id: row.fileId, version: row.version - 1 })));
  const earlier = await q
    .select()
    .from(slateFileVersions)
    .where(
      sql`(${slateFileVersions.fileId}, ${slateFileVersions.version}) in (select k.id, k.version from json_to_recordset(${keys}::json) as k (id uuid, version int))`,
    );
  const byFile = new Map(earlier.map((row) => [row.fileId, row]));
  return rows.map((row) => ({ row, before: byFile.get(row.fileId) ?? null }));
}
