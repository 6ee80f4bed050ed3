import { z } from "zod";
import type { createBlobs } from "./blobs.ts";
import { digestOf } from "./digest.ts";
import { RegistryError } from "./errors.ts";
import { EMPTY_CONTENT, EMPTY_DESCRIPTOR, MANIFEST_MEDIA_TYPE, Manifest, serializeManifest } from "./manifest.ts";
import { checkDigest, checkReference, checkRepository, isDigest } from "./names.ts";
import { repositoryAccess } from "./scope.ts";
import type { Transport } from "./transport.ts";

export interface StoredManifest {
  digest: string;
  /** Bytes. */
  size: number;
}

const ANY_MANIFEST = [
  MANIFEST_MEDIA_TYPE,
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
].join(", ");

const Tags = z.object({ tags: z.array(z.string()).nullable() });

export function createManifests({ send, retry }: Transport, blobs: Pick<ReturnType<typeof createBlobs>, "push">) {
  /**
   * Stores a manifest, under a tag or only under its digest. Its blobs must be there (`MANIFEST_BLOB_UNKNOWN`); the empty
   * config is put there when it is what is missing.
   */
  async function pushManifest(repo: string, manifest: Manifest, tag?: string): Promise<StoredManifest> {
    const body = serializeManifest(manifest);
    const digest = digestOf(body);
    const put = () =>
      retry(() =>
        send({
          method: "PUT",
          path: manifestPath(repo, tag ?? digest),
          access: [repositoryAccess(repo, "pull", "push")],
          headers: { "content-type": MANIFEST_MEDIA_TYPE },
          body,
          expect: [201],
        }),
      );
    try {
      await put();
    } catch (error) {
      if (!lacksEmptyConfig(error)) throw error;
      await blobs.push(repo, EMPTY_CONTENT);
      await put();
    }
    return { digest, size: body.byteLength };
  }

  /** Reads a manifest by tag or digest, checked against the digest. `MANIFEST_UNKNOWN` when it is not there. */
  async function pullManifest(repo: string, reference: string): Promise<StoredManifest & { manifest: Manifest }> {
    const { headers, bytes } = await retry(() =>
      send({
        method: "GET",
        path: manifestPath(repo, reference),
        access: [repositoryAccess(repo, "pull")],
        headers: { accept: MANIFEST_MEDIA_TYPE }, // without it: "not found"
        expect: [200],
      }),
    );
    const digest = digestOf(bytes);
    const expected = isDigest(reference) ? reference : headers.get("docker-content-digest");
    if (digest !== expected)
      throw new RegistryError("DIGEST_INVALID", `the registry's manifest ${reference} is ${digest}, not ${expected}`);
    return { digest, size: bytes.byteLength, manifest: Manifest.parse(JSON.parse(new TextDecoder().decode(bytes))) };
  }

  /** The digest of whatever manifest a tag names, ours or not; null when there is none. */
  async function resolve(repo: string, tag: string): Promise<string | null> {
    const { status, headers } = await retry(() =>
      send({
        method: "HEAD",
        path: manifestPath(repo, tag),
        access: [repositoryAccess(repo, "pull")],
        headers: { accept: ANY_MANIFEST },
        expect: [200, 404],
      }),
    );
    return status === 404 ? null : headers.get("docker-content-digest");
  }

  /** Every tag of a repository; none when there is no such repository. */
  async function listTags(repo: string): Promise<string[]> {
    const tags: string[] = [];
    let path: string | null = `/v2/${checkRepository(repo)}/tags/list`;
    while (path) {
      const page: string = path;
      const { status, headers, bytes } = await retry(() =>
        send({ method: "GET", path: page, access: [repositoryAccess(repo, "pull")], expect: [200, 404] }),
      );
      if (status === 404) return tags;
      tags.push(...(Tags.parse(JSON.parse(new TextDecoder().decode(bytes))).tags ?? []));
      path = readNextPage(headers);
    }
    return tags;
  }

  /** Deletes a manifest with every tag that points at it. Its blobs are left to garbage collection. Gone already: fine. */
  async function deleteManifest(repo: string, digest: string): Promise<void> {
    await retry(() =>
      send({
        method: "DELETE",
        path: manifestPath(repo, checkDigest(digest)),
        access: [repositoryAccess(repo, "delete")],
        expect: [202, 404],
      }),
    );
  }

  return { pushManifest, pullManifest, resolve, listTags, deleteManifest };
}

function manifestPath(repo: string, reference: string): string {
  return `/v2/${checkRepository(repo)}/manifests/${checkReference(reference)}`;
}

function lacksEmptyConfig(error: unknown): boolean {
  return (
    error instanceof RegistryError &&
    error.code === "MANIFEST_BLOB_UNKNOWN" &&
    JSON.stringify(error.detail).includes(EMPTY_DESCRIPTOR.digest)
  );
}

/** `Link: </v2/a/tags/list?last=x&n=100>; rel="next"`, which distribution 3 sends for long lists. */
function readNextPage(headers: Headers): string | null {
  const link = /<([^>]+)>;\s*rel="?next/.exec(headers.get("link") ?? "")?.[1];
  if (!link) return null;
  const { pathname, search } = new URL(link, "http://registry");
  return pathname + search;
}
