import { File } from "@slate/schema/api";
import { slateFileLocks, slateFiles } from "@slate/schema/db";
import type { Actor, Queries } from "@slate/service";
import { and, eq, getTableColumns } from "drizzle-orm";
import type { Draft } from "../changesets/drafts.ts";
import { type FileTimes, versionAfter } from "../changesets/write-rows.ts";
import { errors } from "../errors.ts";

const { content: _content, pathKey: _pathKey, ...described } = getTableColumns(slateFiles);

/** Columns of a file without its content, and its lock, for `select`. Join with `withLock`. */
export const fileColumns = { file: described, lock: slateFileLocks };
export const withLock = eq(slateFileLocks.fileId, slateFiles.id);

export type FileRow = {
  file: Omit<typeof slateFiles.$inferSelect, "content" | "pathKey">;
  lock: typeof slateFileLocks.$inferSelect | null;
};

/** A row as the API shows it. */
export const toFile = ({ file, lock }: FileRow): File =>
  File.parse({
    ...file,
    sha256: Buffer.from(file.sha256).toString("hex"),
    lock: lock && { ...lock, path: file.path, takenAt: lock.takenAt.toISOString() },
    createdAt: file.createdAt.toISOString(),
    updatedAt: file.updatedAt.toISOString(),
    deletedAt: file.deletedAt?.toISOString() ?? null,
  });

/** Throws `file.not_found`. Deleted files are found too: their history stays readable. */
export async function findFile(q: Queries, actor: Actor, id: string): Promise<File> {
  const [row] = await q
    .select(fileColumns)
    .from(slateFiles)
    .leftJoin(slateFileLocks, withLock)
    .where(and(eq(slateFiles.id, id), eq(slateFiles.workspaceId, actor.workspaceId)));
  if (!row) throw errors.fileNotFound();
  return toFile(row);
}

const iso = (time: string) => new Date(time).toISOString();

/** A file as a changeset has just left it, from what is known without reading it again. */
export const fileOfDraft = (draft: Draft, projectId: string, { createdAt, updatedAt, deletedAt }: FileTimes): File => {
  const lock = draft.deleted ? null : (draft.before?.lock ?? null);
  return File.parse({
    ...draft,
    projectId,
    version: versionAfter(draft),
    lock: lock && { ...lock, fileId: draft.id, path: draft.path, takenAt: iso(lock.takenAt) },
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    deletedAt: deletedAt && iso(deletedAt),
  });
};
