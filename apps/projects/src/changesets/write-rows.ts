import { pathKey } from "@slate/schema/api";
import type { slateChangesets } from "@slate/schema/db";
import { type Tx, violated } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";
import { errors } from "../errors.ts";
import { chunks } from "./chunks.ts";
import type { Change, Draft } from "./drafts.ts";

type Place = { workspaceId: string; projectId: string };
type Writer = Place & { userId: string };
type NewChangeset = Omit<typeof slateChangesets.$inferInsert, "workspaceId" | "projectId" | "createdAt"> & { id: string };

/** What the database decided about a written file, as it writes times. */
export type FileTimes = { createdAt: string; updatedAt: string; deletedAt: string | null };
type WrittenRow = FileTimes & { id: string; writtenAt: string };

export const versionAfter = (draft: Draft) => (draft.before?.version ?? 0) + 1;

type Row = ReturnType<typeof rowOf>;
const rowOf = ({ draft, operation }: Change) => ({
  id: draft.id,
  operation,
  path: draft.path,
  pathKey: pathKey(draft.path),
  previousPath: draft.before && draft.before.path !== draft.path ? draft.before.path : null,
  version: versionAfter(draft),
  sha256: draft.sha256,
  type: draft.type,
  size: draft.size,
  binary: draft.binary,
  newContent: draft.content !== null,
  fresh: draft.content !== null && !draft.content.kept,
  text: draft.content?.text ?? null,
  manifestDigest: draft.content?.manifestDigest ?? null,
});

/**
 * Brings the files' rows to what the drafts say, and records the changeset, what it did to each file, and the contents that are new: one statement
 * for a small changeset, since every round trip counts. Deletions and moves give their paths up first, so that files may trade places.
 * Throws `file.path_taken`, or `changeset.conflict` when a version is not the one that was loaded, or a lock was taken while we waited for
 * the row: the lock that was read with it is then an old one.
 */
export async function writeChangeset(
  tx: Tx,
  place: Writer,
  changeset: NewChangeset,
  changes: Change[],
): Promise<{ createdAt: Date; times: Map<string, FileTimes> }> {
  const rows = changes.map(rowOf);
  const [created, existing] = [rows.filter(isCreated), rows.filter((row) => !isCreated(row))];
  const parts = [
    ...Array.from(chunks(existing), (part) => ({ part, files: updateFiles(place) })),
    ...Array.from(chunks(created), (part) => ({ part, files: insertFiles(place) })),
  ];
  const times = new Map<string, WrittenRow>();
  try {
    const leaving = existing.filter(({ operation }) => operation === "move" || operation === "delete");
    if (rows.length > 1) for (const part of chunks(leaving)) await parkPaths(tx, place, part);
    for (const [i, { part, files }] of parts.entries()) {
      const written = await tx.execute<WrittenRow>(writePart(place, changeset, i === 0, part, files));
      if (written.length !== part.length) throw errors.conflict();
      for (const row of written) times.set(row.id, row);
    }
  } catch (cause) {
    if (violated(cause) !== "slate_files_path_uq") throw cause;
    const paths = rows.filter((row) => row.operation !== "edit" && row.operation !== "delete").map((row) => row.path);
    throw errors.pathTaken(undefined, { cause, details: { paths: paths.slice(0, 50) } });
  }
  const [any] = times.values();
  if (!any) throw new Error("a changeset changes something");
  return { createdAt: new Date(any.writtenAt), times };
}

const isCreated = ({ operation }: Row) => operation === "create";

/** No path begins with a slash, so these keys are nobody's. */
const parkPaths = (tx: Tx, place: Place, rows: Row[]) =>
  tx.execute(sql`
    update slate_files set path_key = '/' || id::text
    where project_id = ${place.projectId} and id in (select value::uuid from json_array_elements_text(${JSON.stringify(rows.map((row) => row.id))}::json))`);

/**
 * The rows as `c`; on the way the contents that have no row yet (content never changes, so one that is there already is as good), and what happened
 * to each file that was really written. The limit tells the planner how many rows there are; left to guess a hundred, it would read every
 * file of the project.
 */
const writePart = (place: Place, changeset: NewChangeset, isFirst: boolean, rows: Row[], files: SQL) => sql`
  with c as materialized (
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as r (
      id uuid, operation text, path text, "pathKey" text, "previousPath" text, version int, sha256 text, type text, size bigint, "binary" boolean,
      "newContent" boolean, fresh boolean, text text, "manifestDigest" text)
    limit ${sql.raw(String(rows.length))}
  ), contents as (
    insert into slate_contents (workspace_id, project_id, sha256, size, is_binary, text, manifest_digest)
    select distinct on (c.sha256) ${place.workspaceId}::uuid, ${place.projectId}::uuid, decode(c.sha256, 'hex'), c.size, c."binary", c.text, c."manifestDigest"
    from c where c.fresh
    on conflict do nothing
  ), made as (${isFirst ? insertChangeset(place, changeset) : sql`select`}),
  written as (${files} returning f.id, f.created_at as "createdAt", f.updated_at as "updatedAt", f.deleted_at as "deletedAt"),
  versions as (
    insert into slate_file_versions (workspace_id, project_id, file_id, version, changeset_id, operation, path, previous_path, sha256, type, size, is_binary)
    select ${place.workspaceId}::uuid, ${place.projectId}::uuid, c.id, c.version, ${changeset.id}::uuid, c.operation, c.path, c."previousPath",
      decode(c.sha256, 'hex'), c.type, c.size, c."binary"
    from c join written using (id)
  )
  select *, now()::timestamptz(3) as "writtenAt" from written`;

const insertChangeset = (place: Place, { id, kind, author, message, counts, reverts }: NewChangeset) => sql`
  insert into slate_changesets (id, workspace_id, project_id, kind, author, message, counts, reverts)
  values (${id}, ${place.workspaceId}, ${place.projectId}, ${kind}, ${JSON.stringify(author)}::jsonb, ${message}, ${JSON.stringify(counts)}::jsonb, ${reverts ?? null})`;

/** Text that came with the row, else that of the content which is there already. What lives in the registry has none. */
const textOf = ({ projectId }: Place) =>
  sql`coalesce(c.text, (select t.text from slate_contents t where t.project_id = ${projectId} and t.sha256 = decode(c.sha256, 'hex')))`;

const updateFiles = (place: Writer) => sql`
  update slate_files f set path = c.path, path_key = c."pathKey", type = c.type, size = c.size, is_binary = c."binary", sha256 = decode(c.sha256, 'hex'),
    content = case when c."newContent" then ${textOf(place)} else f.content end, version = c.version, updated_at = now(),
    deleted_at = case when c.operation = 'delete' then now() end
  from c
  where f.id = c.id and f.project_id = ${place.projectId} and f.version = c.version - 1
    and not exists (select 1 from slate_file_locks l where l.file_id = f.id and l.owner_user_id <> ${place.userId})`;

const insertFiles = (place: Place) => sql`
  insert into slate_files as f (id, workspace_id, project_id, path, path_key, content, sha256, type, size, is_binary)
  select c.id, ${place.workspaceId}::uuid, ${place.projectId}::uuid, c.path, c."pathKey", ${textOf(place)}, decode(c.sha256, 'hex'), c.type, c.size, c."binary"
  from c`;
