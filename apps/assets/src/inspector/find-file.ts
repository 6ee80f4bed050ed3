import { slateAssets, slateFiles, slateFileVersions, slateProjects } from "@slate/schema/db";
import type { Queries } from "@slate/service";
import { and, eq, isNull } from "drizzle-orm";
import { findContents, type PlacedContent } from "../content/read-content.ts";
import { errors } from "../errors.ts";

/** One version of a file: `content` is null where the version is a deletion. `changesetId` says when it was. */
export type FileVersion = {
  fileId: string;
  assetId: string | null;
  projectId: string;
  path: string;
  version: number;
  newestVersion: number;
  changesetId: string;
  content: PlacedContent | null;
};

/** The file of an asset. Throws `asset.not_found`, or `asset.no_content` for a folder. */
export async function requireFileOf(q: Queries, assetId: string): Promise<string> {
  const [row] = await q
    .select({ fileId: slateAssets.fileId })
    .from(slateAssets)
    .innerJoin(slateProjects, and(eq(slateProjects.id, slateAssets.projectId), isNull(slateProjects.deletedAt)))
    .where(and(eq(slateAssets.id, assetId), isNull(slateAssets.deletedAt)));
  if (!row) throw errors.assetNotFound();
  if (!row.fileId) throw errors.noContent();
  return row.fileId;
}

/** A version of a file, the newest when none is named. Throws `file.not_found` and `file.version_not_found`. */
export async function findVersion(q: Queries, fileId: string, version?: number): Promise<FileVersion> {
  const [file] = await q
    .select({
      file: { projectId: slateFiles.projectId, version: slateFiles.version, deletedAt: slateFiles.deletedAt },
      assetId: slateAssets.id,
    })
    .from(slateFiles)
    .innerJoin(slateProjects, and(eq(slateProjects.id, slateFiles.projectId), isNull(slateProjects.deletedAt)))
    .leftJoin(slateAssets, and(eq(slateAssets.fileId, slateFiles.id), isNull(slateAssets.deletedAt)))
    .where(eq(slateFiles.id, fileId));
  if (!file || (file.file.deletedAt && version === undefined)) throw errors.fileNotFound();
  const { projectId, version: newestVersion } = file.file;
  const [row] = await q
    .select()
    .from(slateFileVersions)
    .where(and(eq(slateFileVersions.fileId, fileId), eq(slateFileVersions.version, version ?? newestVersion)));
  if (!row) throw errors.versionNotFound();
  const sha256 = Buffer.from(row.sha256).toString("hex");
  const content = row.operation === "delete" ? null : ((await findContents(q, projectId, [sha256])).get(sha256) ?? null);
  const { path, changesetId } = row;
  return { fileId, assetId: file.assetId, projectId, path, version: row.version, newestVersion, changesetId, content };
}
