import { type Changeset, type Operation, pathKey } from "@slate/schema/api";
import { slateChangesets, slateFiles, slateProjects } from "@slate/schema/db";
import { EVENT_FILE_LIMIT } from "@slate/schema/events";
import { type Actor, type Queries, type Tx, violated } from "@slate/service";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { projectsTag, projectTag } from "../projects/tags.ts";
import { toChangeset } from "./changeset-row.ts";
import type { Change, ChangesetAbout, Drafts } from "./drafts.ts";

export type Committed = { changeset: Changeset; changes: Change[] };

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
  await keepContents(tx, place, changes);
  await writeFiles(tx, place, changes);
  await checkQuota(deps, tx, about.projectId, changes);
  const [row] = await tx
    .insert(slateChangesets)
    .values({
      id,
      ...place,
      kind: about.kind,
      author: about.author,
      message: about.message,
      counts: countOperations(changes),
      reverts: about.reverts,
    })
    .returning();
  if (!row) throw new Error("an insert returns its row");
  await writeVersions(tx, place, id, changes);

  const files = changes.map(({ draft, operation }) => ({ fileId: draft.id, path: draft.path, operation, version: versionAfter(draft) }));
  const { kind, message } = about;
  tx.emit(
    "changeset.created",
    { changesetId: id, kind, message, counts: row.counts, files: files.length <= EVENT_FILE_LIMIT ? files : null },
    { projectId: about.projectId },
  );
  tx.audit(`changeset.${kind}`, id, { projectId: about.projectId, counts: row.counts });
  tx.touch(projectTag(about.projectId), projectsTag(actor.workspaceId));
  return { changeset: toChangeset(row), changes };
}

const versionAfter = (draft: Change["draft"]) => (draft.before?.version ?? 0) + 1;

function countOperations(changes: Change[]): Record<Operation, number> {
  const counts = { create: 0, edit: 0, move: 0, delete: 0, restore: 0 };
  for (const { operation } of changes) counts[operation]++;
  return counts;
}

type Place = { workspaceId: string; projectId: string };

async function keepContents(tx: Tx, place: Place, changes: Change[]): Promise<void> {
  const contents = new Map(changes.flatMap(({ draft }) => (draft.content ? [[draft.content.sha256, draft.content] as const] : [])));
  if (contents.size === 0) return;
  await tx.execute(sql`
    insert into slate_contents (workspace_id, project_id, sha256, size, is_binary, text, manifest_digest)
    select ${place.workspaceId}, ${place.projectId}, decode(c.sha256, 'hex'), c.size, c."binary", c.text, c."manifestDigest"
    from json_to_recordset(${JSON.stringify([...contents.values()])}::json)
      as c (sha256 text, size bigint, "binary" boolean, text text, "manifestDigest" text)
    on conflict do nothing`);
}

/** Deletions and moves give their paths up first, so that files may trade places within one changeset. */
async function writeFiles(tx: Tx, place: Place, changes: Change[]): Promise<void> {
  const rows = changes.map(({ draft, operation }) => ({
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
    content: draft.content?.text ?? null,
  }));
  const moving = rows.filter((row) => row.operation === "move" || row.operation === "delete");
  const kept = rows.filter((row) => row.operation !== "create");
  const created = rows.filter((row) => row.operation === "create");
  try {
    if (moving.length && rows.length > 1) {
      await tx.execute(sql`update slate_files set path_key = '/' || id::text
        where project_id = ${place.projectId} and id in (select value::uuid from json_array_elements_text(${JSON.stringify(moving.map((row) => row.id))}::json))`);
    }
    if (kept.length) {
      const written = await tx.execute(sql`
        update slate_files f set path = c.path, path_key = c."pathKey", type = c.type, size = c.size, is_binary = c."binary", sha256 = decode(c.sha256, 'hex'),
          content = case when c."newContent" then c.content else f.content end, version = c.version, updated_at = now(),
          deleted_at = case when c.operation = 'delete' then now() end
        from ${asRows(kept)}
        where f.id = c.id and f.project_id = ${place.projectId} and f.version = c.version - 1
        returning f.id`);
      if (written.length !== kept.length) throw errors.conflict();
    }
    if (created.length) {
      await tx.execute(sql`
        insert into slate_files (id, workspace_id, project_id, path, path_key, content, sha256, type, size, is_binary)
        select c.id, ${place.workspaceId}, ${place.projectId}, c.path, c."pathKey", c.content, decode(c.sha256, 'hex'), c.type, c.size, c."binary"
        from ${asRows(created)}`);
    }
  } catch (error) {
    if (violated(error) === "slate_files_path_uq")
      throw errors.pathTaken(undefined, { cause: error, details: { paths: rows.map((row) => row.path).slice(0, 50) } });
    throw error;
  }
}

const asRows = (rows: object[]) => sql`json_to_recordset(${JSON.stringify(rows)}::json) as c (
  id uuid, operation text, path text, "pathKey" text, version int, sha256 text, type text, size bigint, "binary" boolean, "newContent" boolean, content text)`;

async function writeVersions(tx: Tx, place: Place, changesetId: string, changes: Change[]): Promise<void> {
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
  await tx.execute(sql`
    insert into slate_file_versions (workspace_id, project_id, file_id, version, changeset_id, operation, path, previous_path, sha256, type, size, is_binary)
    select ${place.workspaceId}, ${place.projectId}, c."fileId", c.version, ${changesetId}, c.operation, c.path, c."previousPath", decode(c.sha256, 'hex'), c.type, c.size, c."binary"
    from json_to_recordset(${JSON.stringify(rows)}::json) as c ("fileId" uuid, version int, operation text, path text, "previousPath" text, sha256 text, type text, size bigint, "binary" boolean)`);
}

/** Near a limit writers take turns, so that two of them cannot pass it together; far from it nobody waits. */
const NEAR = 0.9;

async function checkQuota(deps: Deps, tx: Tx, projectId: string, changes: Change[]): Promise<void> {
  const grows = changes.some(
    ({ draft, operation }) => operation === "create" || operation === "restore" || draft.size > (draft.before?.size ?? 0),
  );
  if (!grows) return;
  const { PROJECT_LIMIT_BYTES, PROJECT_LIMIT_FILES } = deps.config;
  let usage = await measure(tx, projectId);
  if (usage.bytes > PROJECT_LIMIT_BYTES * NEAR || usage.files > PROJECT_LIMIT_FILES * NEAR) {
    await tx.execute(sql`select 1 from slate_projects where id = ${projectId} for update`);
    usage = await measure(tx, projectId);
  }
  if (usage.files > PROJECT_LIMIT_FILES) throw errors.quota(`A project may have at most ${PROJECT_LIMIT_FILES} files`);
  if (usage.bytes > PROJECT_LIMIT_BYTES) throw errors.quota(`A project may have at most ${PROJECT_LIMIT_BYTES} bytes`);
}

/** Live files and their bytes, this transaction's own included. */
export async function measure(q: Queries, projectId: string): Promise<{ files: number; bytes: number }> {
  const [row] = await q
    .select({ files: sql<number>`count(*)::int`, bytes: sql<number>`coalesce(sum(${slateFiles.size}), 0)::float8` })
    .from(slateFiles)
    .where(and(eq(slateFiles.projectId, projectId), isNull(slateFiles.deletedAt)));
  return row ?? { files: 0, bytes: 0 };
}
