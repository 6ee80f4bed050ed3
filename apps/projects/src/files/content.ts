import { slateContents, slateFiles, slateFileVersions } from "@slate/schema/db";
import { type Actor, parseRange, type Queries, read } from "@slate/service";
import { and, eq } from "drizzle-orm";
import { filesRepository, orUnavailable } from "../content/store.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { projectsTag } from "../projects/tags.ts";

/** Where to find the bytes of one version. */
export type ContentPlace = {
  workspaceId: string;
  projectId: string;
  path: string;
  type: string;
  size: number;
  version: number;
  sha256: string;
  text: string | null;
};

/** The content of a file as it is now, or of one of its versions. Throws `file.not_found` or `file.version_not_found`. */
export async function findContent(deps: Deps, actor: Actor, fileId: string, version?: number): Promise<ContentPlace> {
  const tags = [projectsTag(actor.workspaceId)];
  return read(deps, actor, { tags }, (q) => (version === undefined ? currentContent(q, fileId) : versionContent(q, fileId, version)));
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

async function currentContent(q: Queries, fileId: string): Promise<ContentPlace> {
  const [file] = await q.select().from(slateFiles).where(eq(slateFiles.id, fileId));
  if (!file || file.deletedAt) throw errors.fileNotFound();
  return { ...file, sha256: hex(file.sha256), text: file.content };
}

async function versionContent(q: Queries, fileId: string, version: number): Promise<ContentPlace> {
  const [row] = await q
    .select({ version: slateFileVersions, text: slateContents.text })
    .from(slateFileVersions)
    .innerJoin(
      slateContents,
      and(eq(slateContents.projectId, slateFileVersions.projectId), eq(slateContents.sha256, slateFileVersions.sha256)),
    )
    .where(and(eq(slateFileVersions.fileId, fileId), eq(slateFileVersions.version, version)));
  if (!row) throw errors.versionNotFound();
  return { ...row.version, sha256: hex(row.version.sha256), text: row.text };
}

type Slice = { body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>; start: number; end: number; partial: boolean };

/** The bytes, whole or a range (RFC 9110 §14); from the registry they stream and are verified on the way. Throws `file.range` past the end. */
export async function openContent(deps: Deps, place: ContentPlace, rangeHeader: string | undefined): Promise<Slice> {
  const range = parseRange(rangeHeader, place.size);
  if (range === "unsatisfiable")
    throw errors.range(`The content has ${place.size} bytes`, { headers: { "Content-Range": `bytes */${place.size}` } });
  const start = range?.start ?? 0;
  const end = range?.end ?? place.size - 1;
  const partial = range !== null;
  if (place.text !== null) {
    const bytes = new TextEncoder().encode(place.text);
    return { body: partial ? bytes.slice(start, end + 1) : bytes, start, end, partial };
  }
  const pulled = await orUnavailable(
    deps.registry.blobs.pull(filesRepository(place), `sha256:${place.sha256}`, { size: place.size, ...(range ? { range } : {}) }),
  );
  return { body: pulled.stream, start, end, partial };
}
