import type { Changeset, Operation } from "@slate/schema/api";
import { slateProjects } from "@slate/schema/db";
import { EVENT_FILE_LIMIT } from "@slate/schema/events";
import type { Actor, Queries, Tx } from "@slate/service";
import { and, eq, isNull } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { releaseDeleted } from "../locks/release.ts";
import { projectsTag, projectTag } from "../projects/tags.ts";
import { toChangeset } from "./changeset-row.ts";
import type { Change, ChangesetAbout, Drafts } from "./drafts.ts";
import { checkQuota } from "./quota.ts";
import { type FileTimes, versionAfter, writeChangeset } from "./write-rows.ts";

export type Committed = { changeset: Changeset; changes: Change[]; times: Map<string, FileTimes> };

/** Throws unless the project exists and takes changes. Every file write begins here. */
export async function requireWritableProject(q: Queries, projectId: string): Promise<void> {
  const [project] = await q
    .select({ archivedAt: slateProjects.archivedAt })
    .from(slateProjects)
    .where(and(eq(slateProjects.id, projectId), isNull(slateProjects.deletedAt)));
  if (!project) throw errors.projectNotFound();
  if (project.archivedAt) throw errors.archived();
}

/**
 * Writes drafts as one changeset: contents, files, versions, the changeset, its event and its audit entry, in the caller's transaction.
 * The same few statements serve one file and fifty thousand. Null when nothing changes.
 * Throws `file.path_taken`, `project.quota_exceeded`, or `changeset.conflict` when a file changed under us.
 */
export async function commitDrafts(deps: Deps, tx: Tx, actor: Actor, about: ChangesetAbout, drafts: Drafts): Promise<Committed | null> {
  const changes = drafts.changes();
  if (changes.length === 0) return null;
  const id = Bun.randomUUIDv7();
  const place = { workspaceId: actor.workspaceId, projectId: about.projectId };
  const { kind, message, author, reverts = null } = about;
  const made = { id, kind, author, message, counts: countOperations(changes), reverts };
  const { createdAt, times } = await writeChangeset(tx, { ...place, userId: actor.userId }, made, changes);
  await checkQuota(deps, tx, about.projectId, changes);
  await releaseDeleted(tx, about.projectId, changes);

  const files = changes.map(({ draft, operation }) => ({ fileId: draft.id, path: draft.path, operation, version: versionAfter(draft) }));
  tx.emit(
    "changeset.created",
    { changesetId: id, kind, message, counts: made.counts, files: files.length <= EVENT_FILE_LIMIT ? files : null },
    { projectId: about.projectId },
  );
  tx.audit(`changeset.${kind}`, id, { projectId: about.projectId, counts: made.counts });
  tx.touch(projectTag(about.projectId), projectsTag(actor.workspaceId));
  return { changeset: toChangeset({ ...made, ...place, createdAt }), changes, times };
}

function countOperations(changes: Change[]): Record<Operation, number> {
  const counts = { create: 0, edit: 0, move: 0, delete: 0, restore: 0 };
  for (const { operation } of changes) counts[operation]++;
  return counts;
}
