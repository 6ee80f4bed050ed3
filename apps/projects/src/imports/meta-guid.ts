import { repositoryFor } from "@slate/oci";
import { pathKey } from "@slate/schema/api";
import { type Actor, readPrimary } from "@slate/service";
import { sql } from "drizzle-orm";
import { orUnavailable } from "../content/store.ts";
import type { Deps } from "../deps.ts";

const GUID = /^guid: *([0-9a-f]{32})\s*$/m;
const HEAD_BYTES = 4096;

/** The guid that the text of a `.meta` declares, or null. */
export const guidIn = (text: string): string | null => GUID.exec(text)?.[1] ?? null;

/** A `.meta` of the project: `path` is that of its asset. */
export type LiveMeta = { path: string; guid: string | null };

/** Those live `.meta` files of a project, below `folder` if given, that declare one of `guids` or belong to one of the asset paths `paths`. */
export async function findMetas(
  deps: Deps,
  actor: Actor,
  { projectId, folder }: { projectId: string; folder: string | null },
  { guids, paths }: { guids: string[]; paths: string[] },
): Promise<LiveMeta[]> {
  const keys = paths.map((path) => pathKey(`${path}.meta`));
  const inFolder = folder ? sql`and starts_with(path_key, ${`${pathKey(folder)}/`})` : sql``;
  const listed = (values: string[]) => sql`(select json_array_elements_text(${JSON.stringify(values)}::json))`;
  // Large ones are not in the database, so each of them may be the one.
  const rows = await readPrimary(deps, actor, (q) =>
    q.execute<{ path: string; guid: string | null; isLarge: boolean; sha256: string; size: number }>(sql`
      with metas as materialized (
        select path, path_key, content is null as "isLarge", encode(sha256, 'hex') as sha256, size::float8 as size,
          substring(content from '(?n)^guid: *([0-9a-f]{32})[[:space:]]*$') as guid
        from slate_files where project_id = ${projectId} and deleted_at is null and path_key like '%.meta' ${inFolder}
      )
      select path, guid, "isLarge", sha256, size from metas
      where "isLarge" or guid in ${listed(guids)} or path_key in ${listed(keys)}`),
  );
  const repository = repositoryFor({ workspaceId: actor.workspaceId, projectId, kind: "files" });
  const found: LiveMeta[] = [];
  for (const { path, guid, isLarge, sha256, size } of rows) {
    const range = { start: 0, end: HEAD_BYTES - 1 };
    const readHead = async () =>
      new Response((await deps.registry.blobs.pull(repository, `sha256:${sha256}`, { range, size })).stream).text();
    found.push({ path: path.slice(0, -".meta".length), guid: isLarge ? guidIn(await orUnavailable(readHead())) : guid });
  }
  return found;
}
