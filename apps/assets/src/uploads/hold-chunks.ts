import { artifactManifest, manifestDigest, repositoryFor } from "@slate/oci";
import { slateUploadChunks } from "@slate/schema/db";
import { readPrimary, type Scope, transact } from "@slate/service";
import { asc, eq } from "drizzle-orm";
import { orUnavailable } from "../content/read-content.ts";
import type { Deps } from "../deps.ts";
import type { UploadRow } from "./upload-row.ts";

const ARTIFACT_TYPE = "application/vnd.slate.upload.v1";
const CONCURRENCY = 8;

export type Chunk = { start: number; size: number; sha256: string };
type Held = Pick<Chunk, "size" | "sha256"> & { name: string };

/** Where chunks wait. No token of an outside client names this repository, so nobody sees them. */
export const uploadsRepository = ({ workspaceId, projectId }: Pick<UploadRow, "workspaceId" | "projectId">) =>
  repositoryFor({ workspaceId, projectId, kind: "uploads" });

/** The manifest follows from what it holds, so nothing has to be remembered to find it again. */
const manifestOf = (upload: Pick<UploadRow, "id">, { name, size, sha256 }: Held) =>
  artifactManifest({
    artifactType: ARTIFACT_TYPE,
    layers: [{ mediaType: "application/octet-stream", digest: `sha256:${sha256}`, size }],
    annotations: { "vnd.slate.upload": upload.id, "vnd.slate.upload.part": name },
  });

export const heldChunk = ({ start, size, sha256 }: Chunk): Held => ({ name: String(start), size, sha256 });
export const heldWhole = ({ size }: Pick<UploadRow, "size">, sha256: string): Held => ({ name: "whole", size, sha256 });

/** Keeps a blob of an upload from garbage collection. */
export async function hold(deps: Deps, upload: UploadRow, held: Held): Promise<void> {
  const tag = `${upload.id}-${held.name}`;
  await orUnavailable(() => deps.registry.pushManifest(uploadsRepository(upload), manifestOf(upload, held), tag));
}

/** Leaves a blob of an upload to garbage collection. */
export const letGo = (deps: Deps, upload: UploadRow, held: Held): Promise<void> =>
  deps.registry.deleteManifest(uploadsRepository(upload), manifestDigest(manifestOf(upload, held)));

/** Chunks in the order of the file. */
export async function listChunks(deps: Deps, scope: Scope, uploadId: string): Promise<Chunk[]> {
  const rows = await readPrimary(deps, scope, (q) =>
    q.select().from(slateUploadChunks).where(eq(slateUploadChunks.uploadId, uploadId)).orderBy(asc(slateUploadChunks.start)),
  );
  return rows.map(({ start, size, sha256 }) => ({ start, size, sha256: Buffer.from(sha256).toString("hex") }));
}

/**
 * Leaves everything that an ended upload holds to garbage collection, and forgets its chunks: as long as those are known, the janitor comes back
 * to it. Doing it twice is harmless.
 */
export async function dropChunks(deps: Deps, scope: Scope, upload: UploadRow): Promise<void> {
  const chunks = await listChunks(deps, scope, upload.id);
  const held = chunks.map(heldChunk);
  if (upload.sha256) held.push(heldWhole(upload, Buffer.from(upload.sha256).toString("hex")));
  for (let i = 0; i < held.length; i += CONCURRENCY)
    await Promise.all(held.slice(i, i + CONCURRENCY).map((one) => letGo(deps, upload, one)));
  await transact(deps, scope, (tx) => tx.delete(slateUploadChunks).where(eq(slateUploadChunks.uploadId, upload.id)));
}
