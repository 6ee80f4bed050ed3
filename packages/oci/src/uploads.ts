import { RegistryError } from "./errors.ts";
import { checkDigest, checkRepository } from "./names.ts";
import { type Access, repositoryAccess } from "./scope.ts";
import type { SilenceWatch } from "./silence.ts";
import type { Transport } from "./transport.ts";

/** An upload the registry has opened: each answer names the place (signed state included) for the next step. */
export interface Upload {
  repo: string;
  path: string;
}

/** Without this type the registry may take the body for a form, and eat it. */
const BINARY = { "content-type": "application/octet-stream" };

/**
 * The steps of the upload protocol, one try each. An upload that is begun and never finished shows nothing to anybody, and
 * the registry purges it in time.
 */
export function createUploads({ send }: Transport) {
  return {
    async start(repo: string, signal?: AbortSignal): Promise<Upload> {
      const { headers } = await send({ method: "POST", path: uploadsPath(repo), access: pushTo(repo), expect: [202], signal });
      return readUpload(repo, headers);
    },

    /** Begins with a blob another repository has. Null when it is there already; else an upload to send it with, or to cancel. */
    async mount(repo: string, digest: string, from: string): Promise<Upload | null> {
      const { status, headers } = await send({
        method: "POST",
        path: `${uploadsPath(repo)}?mount=${checkDigest(digest)}&from=${encodeURIComponent(checkRepository(from))}`,
        access: [...pushTo(repo), repositoryAccess(from, "pull")],
        expect: [201, 202],
      });
      return status === 201 ? null : readUpload(repo, headers);
    },

    async append(
      { repo, path }: Upload,
      body: ReadableStream<Uint8Array>,
      signal: AbortSignal | undefined,
      watch: SilenceWatch,
    ): Promise<Upload> {
      const { headers } = await send({ method: "PATCH", path, access: pushTo(repo), expect: [202], headers: BINARY, body, signal }, watch);
      return readUpload(repo, headers);
    },

    /** Makes the blob visible, with `body` as its last (or only) bytes. The registry checks the digest once more. */
    async finish({ repo, path }: Upload, digest: string, body?: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<void> {
      const place = `${path}${path.includes("?") ? "&" : "?"}digest=${digest}`;
      await send({ method: "PUT", path: place, access: pushTo(repo), expect: [201], headers: BINARY, body, signal });
    },

    /** Spares the registry the wait until it purges the upload by itself; no harm done when it cannot be told. */
    async cancel({ repo, path }: Upload): Promise<void> {
      await send({ method: "DELETE", path, access: [repositoryAccess(repo, "delete")], expect: [204] }).catch(() => undefined);
    },
  };
}

function uploadsPath(repo: string): string {
  return `/v2/${checkRepository(repo)}/blobs/uploads/`;
}

function pushTo(repo: string): Access[] {
  return [repositoryAccess(repo, "pull", "push")]; // a push without pull is refused
}

/**
 * Takes the path of a Location and leaves its host alone: a registry behind a gateway names the gateway, while services go
 * straight to it, and a token never follows a Location to another host.
 */
function readUpload(repo: string, headers: Headers): Upload {
  const { pathname, search } = new URL(headers.get("location") ?? "", "http://registry");
  if (!pathname.startsWith(uploadsPath(repo))) throw new RegistryError("UNKNOWN", "the registry opened an upload without saying where");
  return { repo, path: pathname + search };
}
