import type { Asset, Changeset } from "@slate/schema/api";
import type { ImpactPlan } from "@/features/assets/impact-dialog.tsx";
import { findImpact } from "@/features/assets/queries.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";
import { text } from "./text.ts";
import type { FileNode } from "./use-tree-data.ts";

/** The most assets that the server looks into at once. */
const assetsLimit = 1000;

/** The longest part of a path that it looks for. */
const searchLimit = 200;

/**
 * What has to be read before a file or folder is deleted, because something else needs it; null when nothing does.
 * Throws when that could not be found out.
 */
export async function planDeletion(
  workspaceId: string,
  projectId: string,
  node: FileNode,
  deleteNow: (message: string) => Promise<Changeset>,
): Promise<ImpactPlan | null> {
  const own = await findOwnAsset(workspaceId, projectId, node);
  // A folder without a .meta is no asset itself; what is in it are.
  const assets = own ? [own] : node.folder ? await listBelow(workspaceId, projectId, node.id) : [];
  if (assets.length > assetsLimit) throw new Error(text.tooManyToCheck);
  if (assets.length === 0) return null;
  const ids = assets.map(({ id }) => id);
  const { needsConfirmation } = await findImpact(workspaceId, projectId, ids, "delete");
  if (!needsConfirmation) return null;
  return { act: "delete", assets, ...(own ? {} : { run: deleteNow }) };
}

async function findOwnAsset(workspaceId: string, projectId: string, { id: path, entry }: FileNode): Promise<Asset | null> {
  for await (const assets of pagesOf(workspaceId, projectId, { q: path.slice(-searchLimit) })) {
    const own = assets.find((asset) =>
      entry.kind === "folder" ? asset.type === "folder" && asset.path === path : asset.fileId === entry.file.id,
    );
    if (own) return own;
    // They are in the order of their paths: what is in a folder comes behind it.
    if (assets.some((asset) => asset.path > path)) return null;
  }
  return null;
}

/** The assets in a folder and below; one page more than may be asked about when there are too many. */
async function listBelow(workspaceId: string, projectId: string, folder: string): Promise<Asset[]> {
  const below: Asset[] = [];
  for await (const assets of pagesOf(workspaceId, projectId, { folder })) {
    below.push(...assets);
    if (below.length > assetsLimit) break;
  }
  return below;
}

async function* pagesOf(workspaceId: string, projectId: string, narrowing: { q: string } | { folder: string }): AsyncGenerator<Asset[]> {
  let cursor: string | undefined;
  do {
    const query = { projectId, ...narrowing, cursor, limit: 100 };
    const page = await take(slate.GET("/api/assets", { params: { query }, headers: inWorkspace(workspaceId) }));
    yield page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}
