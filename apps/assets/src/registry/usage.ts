import type { RegistryUsage } from "@slate/schema/api";
import { type Actor, readPrimary } from "@slate/service";
import { type SQLWrapper, sql } from "drizzle-orm";
import { requireProject } from "../assets/project.ts";
import type { Deps } from "../deps.ts";

type Row = Record<"files" | "artifacts" | "previews" | "uploads", { count: number; bytes: number }> & {
  usedBytes: number;
};

const isUnderWay = sql`status in ('open', 'completing') and expires_at > now()`;

/** What counts against a project's limit: its live files, and what uploads under way have reserved. */
export const usedBytesOf = (projectId: SQLWrapper) => sql<number>`
  (select coalesce(sum(size), 0)::float8 from slate_files f where f.project_id = ${projectId} and f.deleted_at is null)
  + (select coalesce(sum(size), 0)::float8 from slate_uploads u where u.project_id = ${projectId} and ${isUnderWay})`;

/**
 * What a project has in the registry, by kind, and how much of what it may have is used: its live files and what uploads under way have reserved,
 * as its limit counts them. Older versions are kept and cost it nothing.
 */
export async function findUsage(deps: Deps, actor: Actor, projectId: string): Promise<RegistryUsage> {
  const row = await readPrimary(deps, actor, async (q) => {
    await requireProject(q, projectId);
    const counted = sql`json_build_object('count', count(*), 'bytes', coalesce(sum(size), 0))`;
    const [found] = await q.execute<Row>(sql`
      select (select ${counted} from slate_contents where project_id = ${projectId} and manifest_digest is not null) as files,
        (select ${counted} from slate_asset_versions where project_id = ${projectId} and manifest_digest is not null) as artifacts,
        (select ${counted} from slate_asset_previews where project_id = ${projectId}) as previews,
        (select json_build_object('count', count(*), 'bytes', coalesce(sum(received_bytes), 0)) from slate_uploads
          where project_id = ${projectId} and ${isUnderWay}) as uploads,
        ${usedBytesOf(sql`${projectId}`)} as "usedBytes"`);
    return found as Row;
  });
  const { files, artifacts, previews, uploads, usedBytes } = row;
  return {
    projectId,
    files: { blobs: files.count, bytes: files.bytes },
    artifacts,
    previews,
    uploads,
    limitBytes: deps.config.PROJECT_LIMIT_BYTES,
    usedBytes,
  };
}
