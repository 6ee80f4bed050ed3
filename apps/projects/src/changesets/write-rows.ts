import { pathKey } from "@slate/schema/api";
import type { slateChangesets } from "@slate/schema/db";
import { type Tx, violated } from "@slate/service";
import { sql } from "drizzle-orm";
import { errors } from "../errors.ts";
import { chunks } from "./chunks.ts";
import type { Change, Draft } from "./drafts.ts";

type Place = { workspaceId: string; projectId: string };
type Writer = Place & { userId: string };

/** What the database decided about a written file, as it writes times. */
export type FileTimes = { createdAt: string; updatedAt: string; deletedAt: string | null };
type WrittenRow = FileTimes & { id: string };
const WRITTEN = sql`f.id, f.created_at as "createdAt", f.updated_at as "updatedAt", f.deleted_at as "deletedAt"`;

export const versionAfter = (draft: Draft) => (draft.before?.version ?? 0) + 1;

/** Text that came with the row, else that of the content which is there already. What lives in the registry has none. */
const TEXT_OF = sql`coalesce(c.text, (select t.text from slate_contents t where t.project_id = c."projectId" and t.sha256 = decode(c.sha256, 'hex')))`;

/**
 * Brings the files' rows to what the drafts say, and stores contents that are new. Deletions and moves give their paths up first, so that files may trade places within one
 * changeset. Throws `file.path_taken`, or `changeset.conflict` when a version is not the one that was loaded, or a lock
 * was taken while we waited for the row: the lock that was read with it is then an old one.
 */
export async function writeFiles(tx: Tx, place: Writer, changes: Change[]): Promise<Map<string, FileTimes>> {
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
    fresh: draft.content !== null && !draft.content.kept,
    text: draft.content?.text ?? null,
    manifestDigest: draft.content?.manifestDigest ?? null,
  }));
  const leaving = rows.filter((row) => row.operation === "move" || row.operation === "delete");
  try {
    if (rows.length > 1) for (const part of chunks(leaving)) await parkPaths(tx, place, part);
    const written: WrittenRow[] = [];
    for (const part of chunks(rows.filter((row) => row.operation !== "create"))) written.push(...(await updateFiles(tx, place, part)));
    for (const part of chunks(rows.filter((row) => row.operation === "create"))) written.push(...(await insertFiles(tx, place, part)));
    return new Map(written.map((row) => [row.id, row]));
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

async function updateFiles(tx: Tx, place: Writer, rows: object[]): Promise<WrittenRow[]> {
  const written = await tx.execute<WrittenRow>(sql`
    with ${incoming(place, rows)}
    update slate_files f set path = c.path, path_key = c."pathKey", type = c.type, size = c.size, is_binary = c."binary", sha256 = decode(c.sha256, 'hex'),
      content = case when c."newContent" then ${TEXT_OF} else f.content end, version = c.version, updated_at = now(),
      deleted_at = case when c.operation = 'delete' then now() end
    from c
    where f.id = c.id and f.project_id = ${place.projectId} and f.version = c.version - 1
      and not exists (select 1 from slate_file_locks l where l.file_id = f.id and l.owner_user_id <> ${place.userId})
    returning ${WRITTEN}`);
  if (written.length !== rows.length) throw errors.conflict();
  return written;
}

const insertFiles = (tx: Tx, place: Place, rows: object[]) =>
  tx.execute<WrittenRow>(sql`
    with ${incoming(place, rows)}
    insert into slate_files as f (id, workspace_id, project_id, path, path_key, content, sha256, type, size, is_binary)
    select c.id, ${place.workspaceId}, ${place.projectId}, c.path, c."pathKey", ${TEXT_OF}, decode(c.sha256, 'hex'), c.type, c.size, c."binary"
    from c
    returning ${WRITTEN}`);

/**
 * The rows as `c`, and on the way the contents that have no row yet: content never changes, so one that is there already is as good.
 * The limit tells the planner how many rows there are; left to guess a hundred, it would read every file of the project.
 */
const incoming = (place: Place, rows: object[]) => sql`
  c as materialized (
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as r (
      "projectId" uuid, id uuid, operation text, path text, "pathKey" text, version int, sha256 text, type text, size bigint, "binary" boolean,
      "newContent" boolean, fresh boolean, text text, "manifestDigest" text)
    limit ${sql.raw(String(rows.length))}
  ), contents as (
    insert into slate_contents (workspace_id, project_id, sha256, size, is_binary, text, manifest_digest)
    select distinct on (c.sha256) ${place.workspaceId}::uuid, c."projectId", decode(c.sha256, 'hex'), c.size, c."binary", c.text, c."manifestDigest"
    from c where c.fresh
    on conflict do nothing
  )`;

type NewChangeset = Omit<typeof slateChangesets.$inferInsert, "workspaceId" | "projectId" | "createdAt"> & { id: string };

/** Records the changeset and what it did to each file; answers when it was made. */
export async function writeChangeset(tx: Tx, place: Place, changeset: NewChangeset, changes: Change[]): Promise<Date> {
  const { id, kind, author, message, counts, reverts } = changeset;
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
  const versions = (part: object[]) => sql`
    insert into slate_file_versions (workspace_id, project_id, file_id, version, changeset_id, operation, path, previous_path, sha256, type, size, is_binary)
    select ${place.workspaceId}, ${place.projectId}, c."fileId", c.version, ${id}, c.operation, c.path, c."previousPath", decode(c.sha256, 'hex'), c.type, c.size, c."binary"
    from json_to_recordset(${JSON.stringify(part)}::json)
      as c ("fileId" uuid, version int, operation text, path text, "previousPath" text, sha256 text, type text, size bigint, "binary" boolean)`;
  const [first = [], ...others] = chunks(rows);
  // One statement for both: most changesets are one file, and every round trip counts.
  const [made] = await tx.execute<{ createdAt: string }>(sql`
    with made as (
      insert into slate_changesets (id, workspace_id, project_id, kind, author, message, counts, reverts)
      values (${id}, ${place.workspaceId}, ${place.projectId}, ${kind}, ${JSON.stringify(author)}::jsonb, ${message}, ${JSON.stringify(counts)}::jsonb, ${reverts ?? null})
      returning created_at
    ), versions as (${versions(first)})
    select created_at as "createdAt" from made`);
  for (const part of others) await tx.execute(versions(part));
  if (!made) throw new Error("an insert returns its row");
  return new Date(made.createdAt);
}
