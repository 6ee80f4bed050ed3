import { slateChangesets, slateContents, slateFileVersions } from "@slate/schema/db";
import { type Actor, type Queries, read } from "@slate/service";
import { and, asc, desc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { projectsTag } from "../projects/tags.ts";

export type TreeFile = { fileId: string; path: string; sha256: string; size: number; at: Date };
const PAGE = 500;

/** The project a changeset belongs to, and when it was made. Throws `changeset.not_found`. */
export const findExport = (deps: Deps, actor: Actor, changesetId: string) =>
  read(deps, actor, { tags: [projectsTag(actor.workspaceId)] }, async (q) => {
    const [row] = await q.select().from(slateChangesets).where(eq(slateChangesets.id, changesetId));
    if (!row) throw errors.changesetNotFound();
    return { projectId: row.projectId, at: row.createdAt };
  });

/** Every file as it was right after a changeset, a page at a time: no transaction stays open while a slow reader downloads. */
export async function* treeAt(deps: Deps, actor: Actor, projectId: string, changesetId: string): AsyncGenerator<TreeFile[]> {
  let after: string | undefined;
  for (;;) {
    const rows = await read(deps, actor, { tags: [projectsTag(actor.workspaceId)] }, (q) => pageAt(q, projectId, changesetId, after));
    if (rows.length === 0) return;
    after = rows.at(-1)?.fileId;
    yield rows
      .filter((row) => row.operation !== "delete")
      .map((row) => ({ ...row, sha256: Buffer.from(row.sha256).toString("hex"), at: row.createdAt }));
  }
}

/** Changeset ids grow with time, so the newest version at or before the changeset is the file's state then. */
function pageAt(q: Queries, projectId: string, changesetId: string, after: string | undefined) {
  const newest = q
    .selectDistinctOn([slateFileVersions.fileId])
    .from(slateFileVersions)
    .where(
      and(
        eq(slateFileVersions.projectId, projectId),
        lte(slateFileVersions.changesetId, changesetId),
        after ? gt(slateFileVersions.fileId, after) : undefined,
      ),
    )
    .orderBy(asc(slateFileVersions.fileId), desc(slateFileVersions.version))
    .limit(PAGE);
  return newest;
}

/** The texts of a page's files, by hash; what is not here is in the registry. */
export async function loadPageTexts(deps: Deps, actor: Actor, projectId: string, files: TreeFile[]): Promise<Map<string, string>> {
  const hashes = [...new Set(files.map((file) => file.sha256))].map((hash) => Buffer.from(hash, "hex"));
  if (hashes.length === 0) return new Map();
  const rows = await read(deps, actor, { tags: [projectsTag(actor.workspaceId)] }, (q) =>
    q
      .select({ sha256: slateContents.sha256, text: sql<string>`${slateContents.text}` })
      .from(slateContents)
      .where(and(eq(slateContents.projectId, projectId), inArray(slateContents.sha256, hashes), sql`${slateContents.text} is not null`)),
  );
  return new Map(rows.map((row) => [Buffer.from(row.sha256).toString("hex"), row.text]));
}
