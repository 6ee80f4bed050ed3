import { pathKey } from "@slate/schema/api";
import { slateFileLocks, slateFiles, slateProjects } from "@slate/schema/db";
import { type Actor, problems, type Queries } from "@slate/service";
import { and, eq, isNull } from "drizzle-orm";
import { errors } from "../errors.ts";

export type Target = { projectId: string; path: string; ifVersion: number | null };
export type Replaced = { id: string; size: number; version: number; sha256: string };

/**
 * Looks whether an upload may become this file: null for a new one, else the file it replaces. projects decides for good when the upload is
 * complete; this spares the sender gigabytes. Throws `project.not_found`, `project.archived`, `file.exists`, `request.stale`, `file.locked`.
 */
export async function checkTarget(q: Queries, actor: Actor, { projectId, path, ifVersion }: Target): Promise<Replaced | null> {
  const [project] = await q
    .select({ archivedAt: slateProjects.archivedAt })
    .from(slateProjects)
    .where(and(eq(slateProjects.id, projectId), isNull(slateProjects.deletedAt)));
  if (!project) throw errors.projectNotFound();
  if (project.archivedAt) throw errors.archived();

  const file = await findFileAt(q, projectId, path);
  if (ifVersion === null) {
    if (file)
      throw errors.exists(`There is a file at ${file.path}; name its version to replace it`, { details: { version: file.version } });
    return null;
  }
  if (!file) throw errors.fileNotFound();
  if (file.version !== ifVersion) throw problems.stale(undefined, { details: { currentVersion: file.version } });
  if (file.lockOwner && file.lockOwner !== actor.userId) throw errors.locked(`${file.path} is locked by ${file.lockOwnerName}`);
  return file;
}

/** The live file at a path, in whatever case it is written. */
export async function findFileAt(q: Queries, projectId: string, path: string) {
  const [file] = await q
    .select({
      id: slateFiles.id,
      path: slateFiles.path,
      size: slateFiles.size,
      version: slateFiles.version,
      sha256: slateFiles.sha256,
      lockOwner: slateFileLocks.ownerUserId,
      owner: slateFileLocks.owner,
    })
    .from(slateFiles)
    .leftJoin(slateFileLocks, eq(slateFileLocks.fileId, slateFiles.id))
    .where(and(eq(slateFiles.projectId, projectId), eq(slateFiles.pathKey, pathKey(path)), isNull(slateFiles.deletedAt)));
  return file ? { ...file, sha256: Buffer.from(file.sha256).toString("hex"), lockOwnerName: file.owner?.name ?? null } : null;
}
