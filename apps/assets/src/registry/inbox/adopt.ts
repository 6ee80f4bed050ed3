import { type Manifest, type Registry, RegistryError, RegistryUnavailable } from "@slate/oci";
import { type Author, Changeset, pathKey } from "@slate/schema/api";
import { AppError } from "@slate/service";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../../deps.ts";
import { type PushedFile, readPush } from "./read-push.ts";

/** Reading a gigabyte again takes its time, and mounting what was read as well. */
const ADOPT_TIMEOUT_MS = 120_000;

export type Push = {
  id: string;
  workspaceId: string;
  projectId: string;
  repository: string;
  reference: string;
  digest: string;
  author: Author | null;
};

export type Verdict =
  | { status: "adopted"; changesetId: string | null; size: number; reason: string | null }
  | { status: "refused"; reason: string; size: number };

/**
 * Makes a push a changeset of whoever pushed, or says why not. Throws what may be different next time: the registry or projects being away, a file
 * that was changed meanwhile.
 */
export async function adopt(deps: Deps, push: Push, alive: () => Promise<void>): Promise<Verdict> {
  const refused = (reason: string, size = 0): Verdict => ({ status: "refused", reason, size });
  if (!push.author) return refused("who pushed it cannot be told; push it again");
  try {
    const manifest = await pullManifest(deps.registry, push);
    if (!manifest) return refused("it is no OCI image manifest");
    const size = manifest.layers.reduce((sum, layer) => sum + layer.size, 0);
    const read = readPush(manifest, { fileBytes: deps.config.FILE_LIMIT_BYTES, projectBytes: deps.config.PROJECT_LIMIT_BYTES });
    if ("refused" in read) return refused(read.refused, size);
    for (const file of read.files) {
      await alive();
      if (!(await isWhole(deps.registry, push.repository, file)))
        return refused(`${JSON.stringify(file.path)} is not the bytes its digest says`, size);
    }
    return await makeChangeset(deps, push, push.author, read.files, size);
  } catch (error) {
    if (error instanceof RegistryError && error.code === "MANIFEST_UNKNOWN") return (await findTwin(deps, push)) ?? refused("it is gone");
    if (error instanceof RegistryError && !(error instanceof RegistryUnavailable)) return refused(error.message);
    throw error;
  }
}

async function pullManifest({ pullManifest }: Registry, { repository, digest }: Push): Promise<Manifest | null> {
  try {
    return (await pullManifest(repository, digest)).manifest;
  } catch (error) {
    if (error instanceof z.ZodError) return null;
    throw error;
  }
}

/** The same manifest under another tag: adopting one takes all of it out of the inbox. */
async function findTwin({ db }: Deps, { projectId, digest }: Push): Promise<Verdict | null> {
  const [twin] =
    (await db.worker?.orm.execute<{ changesetId: string | null; size: number }>(sql`
      select changeset_id as "changesetId", size::float8 as size from slate_registry_pushes
      where project_id = ${projectId} and manifest_digest = ${digest} and status = 'adopted' order by updated_at desc limit 1`)) ?? [];
  return twin ? { status: "adopted", ...twin, reason: "it was pushed under another tag as well" } : null;
}

/** Reads a blob to its end, which hashes it: what came over the wire once is not taken on trust. */
async function isWhole({ blobs }: Registry, repository: string, { sha256, size }: PushedFile): Promise<boolean> {
  try {
    const pulled = await blobs.pull(repository, `sha256:${sha256}`);
    for await (const _ of pulled.stream);
    return pulled.size === size;
  } catch (error) {
    if (error instanceof RegistryError && (error.code === "DIGEST_INVALID" || error.code === "SIZE_INVALID")) return false;
    throw error;
  }
}

async function makeChangeset(deps: Deps, push: Push, author: Author, files: PushedFile[], size: number): Promise<Verdict> {
  const { projectId, workspaceId, reference } = push;
  const body = {
    projectId,
    message: `Pushed to the inbox as ${reference}`,
    from: "inbox" as const,
    files: await asChanges(deps, push, files),
  };
  try {
    const { body: changeset } = await deps.callService(
      { workspaceId, author },
      { service: "projects", method: "POST", path: "/internal/changesets/adopt", body, shape: Changeset, timeoutMs: ADOPT_TIMEOUT_MS },
    );
    return { status: "adopted", changesetId: changeset.id, reason: null, size };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { status, code } = error.definition;
    if (code === "changeset.empty") return { status: "adopted", changesetId: null, reason: "the project has these files already", size };
    if (status >= 500 || status === 412 || status === 429) throw error;
    return { status: "refused", reason: status === 401 ? "whoever pushed may no longer act here" : error.message, size };
  }
}

/** A path that the project has is changed, from the version that it has now; any other is new. */
async function asChanges({ db }: Deps, { projectId }: Push, files: PushedFile[]) {
  if (!db.worker) throw new Error("adopting is background work");
  const keys = JSON.stringify(files.map(({ path }) => pathKey(path)));
  const rows = await db.worker.orm.execute<{ key: string; fileId: string; version: number }>(sql`
    select path_key as key, id as "fileId", version from slate_files
    where project_id = ${projectId} and deleted_at is null and path_key = any (array(select json_array_elements_text(${keys}::json)))`);
  const known = new Map(rows.map((row) => [row.key, row]));
  return files.map(({ path, sha256, size }) => {
    const file = known.get(pathKey(path));
    return file ? { fileId: file.fileId, ifVersion: file.version, sha256, size } : { path, sha256, size };
  });
}
