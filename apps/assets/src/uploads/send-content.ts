import { repositoryFor } from "@slate/oci";
import { type AppContext, contentDisposition, notModified, parseRange } from "@slate/service";
import { orUnavailable, type PlacedContent } from "../content/read-content.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import type { Source } from "./find-source.ts";

/** What a browser would run or draw as a page. It is an attachment anyway; this holds for whoever opens it all the same. */
const ACTIVE = /^(?:text\/(?:html|xml|javascript)|application\/(?:xhtml\+xml|xml|pdf|javascript)|image\/svg\+xml)/;

/** Told to caches: one version never changes, what the asset is now can, and so can who may see it. */
export const cacheControl = (isVersion: boolean) => (isVersion ? "private, max-age=31536000, immutable" : "private, no-cache");

/** Answers with a file's bytes: whole and hashed on the way, or the part that `Range` asks for. Throws `asset.range` past the end. */
export async function sendContent(deps: Deps, c: AppContext, { path, mediaType, content }: Source, isVersion: boolean): Promise<Response> {
  const tag = `"${content.sha256}"`;
  const headers: Record<string, string> = {
    ETag: tag,
    "Accept-Ranges": "bytes",
    "Cache-Control": cacheControl(isVersion),
    "Content-Type": content.text !== null || mediaType.startsWith("text/") ? `${mediaType}; charset=utf-8` : mediaType,
    "Content-Disposition": contentDisposition(path),
  };
  if (ACTIVE.test(mediaType)) headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'";
  if (notModified(c, tag)) return new Response(null, { status: 304, headers });

  const ifRange = c.req.header("if-range");
  const range = parseRange(ifRange === undefined || ifRange === tag ? c.req.header("range") : undefined, content.size);
  if (range === "unsatisfiable")
    throw errors.range(`The content has ${content.size} bytes`, { headers: { "Content-Range": `bytes */${content.size}` } });
  const { start, end } = range ?? { start: 0, end: content.size - 1 };
  headers["Content-Length"] = String(end - start + 1);
  if (range) headers["Content-Range"] = `bytes ${start}-${end}/${content.size}`;
  const body = c.req.method === "HEAD" ? null : await open(deps, content, range);
  return new Response(body, { status: range ? 206 : 200, headers });
}

async function open({ registry }: Deps, content: PlacedContent, range: { start: number; end: number } | null) {
  if (content.text !== null) {
    const bytes = new TextEncoder().encode(content.text);
    return range ? bytes.slice(range.start, range.end + 1) : bytes;
  }
  const { workspaceId, projectId, sha256, size } = content;
  const repository = repositoryFor({ workspaceId, projectId, kind: "files" });
  const pulled = await orUnavailable(() => registry.blobs.pull(repository, `sha256:${sha256}`, { size, ...(range ? { range } : {}) }));
  return pulled.stream;
}
