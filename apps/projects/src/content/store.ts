import { type Descriptor, RegistryUnavailable, repositoryFor, splitManifests } from "@slate/oci";
import { slateContents } from "@slate/schema/db";
import { problems, readPrimary, type Scope } from "@slate/service";
import { and, eq, inArray } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { type Content, createTextDetector, describe, type StoredContent } from "./content.ts";

export const CONTENT_ARTIFACT_TYPE = "application/vnd.slate.files.v1";
const BLOB_TYPE = "application/octet-stream";

export const layerOf = ({ sha256, size }: { sha256: string; size: number }): Descriptor => ({
  mediaType: BLOB_TYPE,
  digest: `sha256:${sha256}`,
  size,
});

type Place = { workspaceId: string; projectId: string };
export type HeldContent = { content: Content; bytes: Uint8Array<ArrayBuffer> };

export const filesRepository = (place: Place) => repositoryFor({ ...place, kind: "files" });

/** The registry being away is the caller's 503; uploads then fail and nothing is half-visible. */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof RegistryUnavailable)
      throw problems.unavailable("The content store is away; try again shortly", { cause, headers: { "Retry-After": "5" } });
    throw cause;
  }
}

/**
 * Makes contents reachable before any row names them: text needs nothing, blobs are pushed and then held by manifests. Content the project
 * has already is not sent again. A changeset that fails afterwards leaves a manifest that nothing names, for the next sweep.
 */
export async function storeContents(deps: Deps, scope: Scope, place: Place, held: HeldContent[], tag: string): Promise<StoredContent[]> {
  const blobs = new Map(held.filter(({ content }) => content.text === null).map((one) => [one.content.sha256, one]));
  const known = await findKnown(deps, scope, place, [...blobs.keys()]);
  const fresh = [...blobs.values()].filter(({ content }) => !known.has(content.sha256));
  if (fresh.length) {
    const repository = filesRepository(place);
    await orUnavailable(
      deps.registry.blobs.pushMany(
        repository,
        fresh.map(({ bytes }) => bytes),
      ),
    );
    const layers = fresh.map(
      ({ content }): Descriptor => ({ mediaType: BLOB_TYPE, digest: `sha256:${content.sha256}`, size: content.size }),
    );
    for (const [sha256, digest] of await holdByManifests(deps, repository, layers, tag)) known.set(sha256, digest);
  }
  return held.map(({ content }) => ({ ...content, manifestDigest: content.text === null ? (known.get(content.sha256) ?? null) : null }));
}

/** Holds blobs by as few manifests as fit; gives the manifest of each hash. A blob without one is taken by garbage collection. */
export async function holdByManifests(deps: Deps, repository: string, layers: Descriptor[], tag: string): Promise<Map<string, string>> {
  const held = new Map<string, string>();
  for (const [i, manifest] of splitManifests({ artifactType: CONTENT_ARTIFACT_TYPE, layers }).entries()) {
    const { digest } = await orUnavailable(deps.registry.pushManifest(repository, manifest, i === 0 ? tag : `${tag}-${i}`));
    for (const layer of manifest.layers) held.set(layer.digest.slice("sha256:".length), digest);
  }
  return held;
}

/** Which of these hashes the project has in the registry already, with the manifest that holds each. */
async function findKnown(deps: Deps, scope: Scope, place: Place, sha256s: string[]): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  if (sha256s.length === 0) return known;
  const hashes = sha256s.map((hash) => Buffer.from(hash, "hex"));
  const rows = await readPrimary(deps, scope, (q) =>
    q
      .select({ sha256: slateContents.sha256, manifestDigest: slateContents.manifestDigest })
      .from(slateContents)
      .where(and(eq(slateContents.projectId, place.projectId), inArray(slateContents.sha256, hashes))),
  );
  for (const row of rows) if (row.manifestDigest) known.set(Buffer.from(row.sha256).toString("hex"), row.manifestDigest);
  return known;
}

/**
 * Stores one upload of unknown length: small ones in memory, the rest streamed to the registry while hashed. Text needs no place: it is stored
 * with its changeset. `findPlace` throws when the project takes no content.
 * Throws `file.too_large` past `limitBytes`.
 */
export async function storeUpload(
  deps: Deps,
  scope: Scope,
  findPlace: () => Promise<Place>,
  body: ReadableStream<Uint8Array>,
  tag: string,
): Promise<StoredContent> {
  const { TEXT_LIMIT_BYTES, FILE_LIMIT_BYTES } = deps.config;
  const reader = body.getReader();
  const head: Uint8Array[] = [];
  let size = 0;
  while (size <= TEXT_LIMIT_BYTES) {
    const { done, value } = await reader.read();
    if (done) {
      const bytes = new Uint8Array(Buffer.concat(head));
      const content = describe(bytes, TEXT_LIMIT_BYTES);
      if (content.text !== null) return { ...content, manifestDigest: null };
      const [stored] = await storeContents(deps, scope, await findPlace(), [{ content, bytes }], tag);
      if (!stored) throw new Error("one content in, one content out");
      return stored;
    }
    head.push(value);
    size += value.byteLength;
  }

  const place = await findPlace();
  const detector = createTextDetector();
  let total = 0;
  const count = (chunk: Uint8Array) => {
    total += chunk.byteLength;
    if (total > FILE_LIMIT_BYTES) throw errors.fileTooLarge(`A file may have at most ${FILE_LIMIT_BYTES} bytes`);
    detector.add(chunk);
    return chunk;
  };
  const source = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const chunk = head.shift();
      if (chunk) return controller.enqueue(count(chunk));
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(count(value));
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const repository = filesRepository(place);
  const blob = await orUnavailable(deps.registry.blobs.push(repository, source));
  const sha256 = blob.digest.slice("sha256:".length);
  const held = await holdByManifests(deps, repository, [layerOf({ sha256, size: blob.size })], tag);
  return { sha256, size: blob.size, ...detector.end(), text: null, manifestDigest: held.get(sha256) ?? null };
}
