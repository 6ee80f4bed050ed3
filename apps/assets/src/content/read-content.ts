import { RegistryUnavailable, repositoryFor } from "@slate/oci";
import { slateContents } from "@slate/schema/db";
import { problems, type Queries } from "@slate/service";
import { and, eq, inArray } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { type DecodedText, decodeText } from "../unity/text.ts";

/** What a file version holds and where: `text` for small text, which is in PostgreSQL; anything else is a blob in the registry. */
export type PlacedContent = { workspaceId: string; projectId: string; sha256: string; size: number; text: string | null };

/**
 * Looks contents of a project up by their hashes (hex), all in one question. What is not there is not in the answer. Call the readers below
 * after the transaction: a slow registry must not hold a connection.
 */
export async function findContents(q: Queries, projectId: string, sha256s: string[]): Promise<Map<string, PlacedContent>> {
  if (sha256s.length === 0) return new Map();
  const hashes = [...new Set(sha256s)].map((hash) => Buffer.from(hash, "hex"));
  const rows = await q
    .select({
      workspaceId: slateContents.workspaceId,
      projectId: slateContents.projectId,
      sha256: slateContents.sha256,
      size: slateContents.size,
      text: slateContents.text,
    })
    .from(slateContents)
    .where(and(eq(slateContents.projectId, projectId), inArray(slateContents.sha256, hashes)));
  return new Map(
    rows.map((row) => {
      const sha256 = Buffer.from(row.sha256).toString("hex");
      return [sha256, { ...row, sha256 }];
    }),
  );
}

/** The bytes as a stream, hashed on the way. Throws `server.unavailable` when the registry is away. */
export async function openContent({ registry }: Pick<Deps, "registry">, content: PlacedContent): Promise<ReadableStream<Uint8Array>> {
  if (content.text !== null) return new Blob([content.text]).stream();
  const repository = repositoryFor({ workspaceId: content.workspaceId, projectId: content.projectId, kind: "files" });
  return orUnavailable(async () => (await registry.blobs.pull(repository, `sha256:${content.sha256}`, { size: content.size })).stream);
}

/** The bytes, in memory. Throws `asset.too_large` past `limitBytes` before anything is read, and `server.unavailable`. */
export async function readBytes(
  deps: Pick<Deps, "registry">,
  content: PlacedContent,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (content.size > limitBytes) throw errors.contentTooLarge(`It has ${content.size} bytes; at most ${limitBytes} are read`);
  if (content.text !== null) return new TextEncoder().encode(content.text);
  const stream = await openContent(deps, content);
  return orUnavailable(async () => new Uint8Array(await new Response(stream).arrayBuffer()));
}

/** The first bytes, at most `lengthBytes`. Throws `server.unavailable`. */
export async function readHead(
  deps: Pick<Deps, "registry">,
  content: PlacedContent,
  lengthBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (content.text !== null) return new TextEncoder().encode(content.text.slice(0, lengthBytes)).slice(0, lengthBytes);
  const repository = repositoryFor({ workspaceId: content.workspaceId, projectId: content.projectId, kind: "files" });
  const range = { start: 0, end: lengthBytes - 1 };
  return orUnavailable(async () => {
    const { stream } = await deps.registry.blobs.pull(repository, `sha256:${content.sha256}`, { size: content.size, range });
    return new Uint8Array(await new Response(stream).arrayBuffer());
  });
}

/** The text, and whether writing it back gives the same bytes. Throws as `readBytes` does. */
export async function readText(deps: Pick<Deps, "registry">, content: PlacedContent, limitBytes: number): Promise<DecodedText> {
  if (content.text !== null && content.size <= limitBytes) return { text: content.text, lossless: true };
  return decodeText(await readBytes(deps, content, limitBytes));
}

/** The registry being away is the caller's 503. */
export async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof RegistryUnavailable)
      throw problems.unavailable("The content store is away; try again shortly", { cause, headers: { "Retry-After": "5" } });
    throw cause;
  }
}
