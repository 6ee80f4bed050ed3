import { pathKey } from "@slate/schema/api";
import { type Tx, violated } from "@slate/service";
import { sql } from "drizzle-orm";
import { errors } from "../errors.ts";
import { chunks } from "./chunks.ts";
import type { Change, Draft } from "./drafts.ts";

type Place = { workspaceId: string; projectId: string };
type Writer = Place & { userId: string };

export const versionAfter = (draft: Draft) => (draft.before?.version ?? 0) + 1;

const TEXT_OF = sql`select t.text from slate_contents t where t.project_id = c."projectId" and t.sha256 = decode(c.sha256, 'hex')`;

/**
 * Brings the files' rows to what the drafts say. Deletions and moves give their paths up first, so that files may trade places within one
 * changeset. Throws `file.path_taken`, or `changeset.conflict` when a version is not the one that was loaded, or a lock
 * was taken while we waited for the row: the lock that was read with it is then an old one.
 */
export async function writeFiles(tx: Tx, place: Writer, changes: Change[]): Promise<void> {
  const rows = changes.map(({ draft, operation }) => ({
    projectId: place.projectId,
    id: draft.id,
    operation,
    path: draft.path,
    pathKey: pathKey(draft.path),
    version: versionAfter(draft),
    sha256: draft.sha256,
    type: draft.type,
    size: draft.size,
    binary: draft.binary,
    newContent: draft.content !== null,
  }));
  const leaving = rows.filter((row) => row.operation === "move" || row.operation === "delete");
  try {
    if (rows.length > 1) for (const part of chunks(leaving)) await parkPaths(tx, place, part);
    for (const part of chunks(rows.filter((row) => row.operation !== "create"))) await updateFiles(tx, place, part);
    for (const part of chunks(rows.filter((row) => row.operation === "create"))) await insertFiles(tx, place, part);
  } catch (cause) {
    if (violated(cause) !== "slate_files_path_uq") throw cause;
    const paths = rows.filter((row) => row.operation !== "edit" && row.operation !== "delete").map((row) => row.path);
    throw errors.pathTaken(undefined, { cause, details: { paths: paths.slice(0, 50) } });
  }
}

/** No path begins with a slash, so these keys are nobody's. */
const parkPaths = (tx: Tx, place: Place, rows: { id: string }[]) =>
  tx.execute(sql`
    update slate_files set path_key = '/' || id::text
    where project_id = ${place.projectId} and id in (select value::uuid from json_array_elements_text(${JSON.stringify(rows.map((row) => row.id))}::json))`);

async function updateFiles(tx: Tx, place: Writer, rows: object[]): Promise<void> {
  const written = await tx.execute(sql`
    update slate_files f set path = c.path, path_key = c."pathKey", type = c.type, size = c.size, is_binary = c."binary", sha256 = decode(c.sha256, 'hex'),
      content = case when c."newContent" then (${TEXT_OF}) else f.content end, version = c.version, updated_at = now(),
      deleted_at = case when c.operation = 'delete' then now() end
    from ${asRows(rows)}
    where f.id = c.id and f.project_id = ${place.projectId} and f.version = c.version - 1
      and not exists (select 1 from slate_file_locks l where l.file_id = f.id and l.owner_user_id <> ${place.userId})
    returning f.id`);
  if (written.length !== rows.length) throw errors.conflict();
}

const insertFiles = (tx: Tx, place: Place, rows: object[]) =>
  tx.execute(sql`
    insert into slate_files (id, workspace_id, project_id, path, path_key, content, sha256, type, size, is_binary)
    select c.id, ${place.workspaceId}, ${place.projectId}, c.path, c."pathKey", (${TEXT_OF}), decode(c.sha256, 'hex'), c.type, c.size, c."binary"
    from ${asRows(rows)}`);

const asRows = (rows: object[]) => sql`json_to_recordset(${JSON.stringify(rows)}::json) as c (
  "projectId" uuid, id uuid, operation text, path text, "pathKey" text, version int, sha256 text, type text, size bigint, "binary" boolean, "newContent" boolean)`;

/** Records what the changeset did to each file. */
export async function writeVersions(tx: Tx, place: Place, changesetId: string, changes: Change[]): Promise<void> {
  const rows = changes.map(({ draft, operation }) => ({
    fileId: draft.id,
    version: versionAfter(draft),
    operation,
    path: draft.path,
    previousPath: draft.before && draft.before.path !== draft.path ? draft.before.path : null,
    sha256: draft.sha256,
    type: draft.type,
    size: draft.size,
    binary: draft.binary,
  }));
  for (const part of chunks(rows)) {
    await tx.execute(sql`
      insert into slate_file_versions (workspace_id, project_id, file_id, version, changeset_id, operation, path, previous_path, sha256, type, size, is_binary)
      select ${place.workspaceId}, ${place.projectId}, c."fileId", c.version, ${changesetId}, c.operation, c.path, c."previousPath", decode(c.sha256, 'hex'), c.type, c.size, c."binary"
      from json_to_recordset(${JSON.stringify(part)}::json) as c ("fileId" uuid, version int, operation text, path text, "previousPath" text, sha256 text, type text, size bigint, "binary" boolean)`);
  }
}
