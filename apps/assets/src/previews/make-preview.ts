import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slateAssets } from "@slate/schema/db";
import { readPrimary, type Scope } from "@slate/service";
import { and, eq, isNull } from "drizzle-orm";
import { findContents, openContent, type PlacedContent, readText } from "../content/read-content.ts";
import type { Deps } from "../deps.ts";
import { keepFailure, keepPictures } from "./keep-preview.ts";
import { previewKind } from "./previewable.ts";
import { readMaterial } from "./read-material.ts";
import type { Failed, Job, Rendered } from "./render/protocol.ts";

export type PreviewSource = { path: string; content: PlacedContent };

const FOLDER_PREFIX = "slate-preview-";
const LEFT_BEHIND_MS = 3600_000;

/** What is being made in this process, so that nobody makes it twice at once. */
const underWay = new Map<string, Promise<void>>();

/**
 * Makes the pictures of a content, or remembers why there are none. Several who ask at once wait for the same. Throws `server.unavailable`
 * when the registry is away or too many wait: that says nothing of the content.
 */
export function makePreview(deps: Deps, scope: Scope, source: PreviewSource, isUrgent: boolean): Promise<void> {
  const key = `${source.content.projectId} ${source.content.sha256}`;
  const found = underWay.get(key);
  if (found) return found;
  const made = make(deps, scope, source, isUrgent).finally(() => underWay.delete(key));
  underWay.set(key, made);
  return made;
}

async function make(deps: Deps, scope: Scope, source: PreviewSource, isUrgent: boolean): Promise<void> {
  const { content } = source;
  const rendered = await render(deps, scope, source, isUrgent);
  if (rendered.ok) await keepPictures(deps, scope, content, rendered.pictures);
  else await keepFailure(deps, scope, content, rendered);
}

async function render(deps: Deps, scope: Scope, source: PreviewSource, isUrgent: boolean): Promise<Rendered> {
  const folder = join(tmpdir(), FOLDER_PREFIX + crypto.randomUUID());
  // Only when its turn has come: a hundred large images that wait would fill the disk.
  const prepare = async () => {
    await mkdir(folder, { mode: 0o700 });
    return jobOf(deps, scope, source, folder);
  };
  try {
    return await deps.renderer.render(prepare, isUrgent);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what processes that were killed have left behind: no picture takes an hour. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(FOLDER_PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const madeMs = (await stat(folder).catch(() => null))?.mtimeMs ?? Date.now();
    if (Date.now() - madeMs > LEFT_BEHIND_MS) await rm(folder, { recursive: true, force: true });
  }
}

const failed = (code: string, message: string): Failed => ({ ok: false, code, message });

async function jobOf(deps: Deps, scope: Scope, { path, content }: PreviewSource, folder: string): Promise<Job | Failed> {
  const { PREVIEW_SOURCE_LIMIT_BYTES, PARSE_LIMIT_BYTES } = deps.config;
  if (content.size > PREVIEW_SOURCE_LIMIT_BYTES) return failed("image.too_large", `The file has ${content.size} bytes`);
  if (previewKind(path) === "image") return { kind: "image", file: await spool(deps, content, folder, "image"), name: path };
  if (content.size > PARSE_LIMIT_BYTES) return failed("material.unreadable", `The file has ${content.size} bytes`);
  const material = readMaterial((await readText(deps, content, PARSE_LIMIT_BYTES)).text);
  if (!material) return failed("material.unreadable", "The file is not a material saved as text");
  const texture = material.textureGuid ? await findTexture(deps, scope, content.projectId, material.textureGuid) : null;
  return {
    kind: "swatch",
    color: material.color,
    texture: texture && { file: await spool(deps, texture.content, folder, "texture"), name: texture.path },
  };
}

/** The texture, when it is in the project and can be drawn. */
async function findTexture(deps: Deps, scope: Scope, projectId: string, guid: string): Promise<PreviewSource | null> {
  return readPrimary(deps, scope, async (q) => {
    const [row] = await q
      .select({ path: slateAssets.path, sha256: slateAssets.sha256 })
      .from(slateAssets)
      .where(and(eq(slateAssets.projectId, projectId), eq(slateAssets.guid, guid), isNull(slateAssets.deletedAt)));
    if (!row?.sha256 || previewKind(row.path) !== "image") return null;
    const hash = Buffer.from(row.sha256).toString("hex");
    const content = (await findContents(q, projectId, [hash])).get(hash);
    return content && content.size <= deps.config.PREVIEW_SOURCE_LIMIT_BYTES ? { path: row.path, content } : null;
  });
}

/** Puts a content into a file, so that it is in nobody's memory whole. */
async function spool(deps: Deps, content: PlacedContent, folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  await Bun.write(file, new Response(await openContent(deps, content)));
  return file;
}
