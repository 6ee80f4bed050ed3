import type { RegistryUsage } from "@slate/schema/api";
import { type Actor, readPrimary } from "@slate/service";
import { sql } from "drizzle-orm";
import { requireProject } from "../assets/project.ts";
import type { Deps } from "../deps.ts";

type Row = Record<"files" | "artifacts" | "previews" | "uploads", { count: number; bytes: number }> & {
  liveBytes: number;
  reservedBytes: number;
};

/**
 * What a project has in the registry, by kind, and how much of what it may have is used: its live files and what uploads under way have reserved,
 * as its limit counts them. Older versions are kept and cost it nothing.
 */
export async function findUsage(deps: Deps, actor: Actor, projectId: string): Promise<RegistryUsage> {
  const row = await readPrimary(deps, actor, async (q) => {
    await requireProject(q, projectId);
    const counted = sql`json_build_object('count', count(*), 'bytes', coalesce(sum(size), 0))`;
    const underWay = sql`project_id = ${projectId} and status in ('open', 'completing') and expires_at > now()`;
    const [found] = await q.execute<Row>(sql`
      select (select ${counted} from slate_contents where project_id = ${projectId} and manifest_digest is not null) as files,
        (select ${counted} from slate_asset_versions where project_id = ${projectId} and manifest_digest is not null) as artifacts,
        (select ${counted} from slate_asset_previews where project_id = ${projectId}) as previews,
        (select json_build_object('count', count(*), 'bytes', coalesce(sum(received_bytes), 0)) from slate_uploads where ${underWay}) as uploads,
        (select coalesce(sum(size), 0)::float8 from slate_files where project_id = ${projectId} and deleted_at is null) as "liveBytes",
        (select coalesce(sum(size), 0)::float8 from slate_uploads where ${underWay}) as "reservedBytes"`);
    return found as Row;
  });
  const { files, artifacts, previews, uploads, liveBytes, reservedBytes } = row;
  return {
    projectId,
    files: { blobs: files.count, bytes: files.bytes },
    artifacts,
    previews,
    uploads,
    limitBytes: deps.config.PROJECT_LIMIT_BYTES,
    usedBytes: liveBytes + reservedBytes,
  };
}
