import type { ChangeInput, File, MergeAssets, TreeEntry } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { creating, ifVersion } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { asBytes, inWorkspace, slate, take } from "@/lib/slate.ts";

/** The most entries of a folder that one answer holds. */
const pageLimit = 100;

/** Everything directly in a folder ("" is the root), folders first. */
export const folderQuery = (workspaceId: string, projectId: string, folder: string) =>
  queryOptions({
    queryKey: keys.tree(workspaceId, projectId, folder),
    queryFn: async ({ signal }) => {
      const entries: TreeEntry[] = [];
      let cursor: string | undefined;
      do {
        const query = { folder: folder || undefined, limit: pageLimit, cursor };
        const page = await take(
          slate.GET("/api/projects/{id}/tree", { params: { path: { id: projectId }, query }, headers: inWorkspace(workspaceId), signal }),
        );
        entries.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return entries;
    },
  });

/** The file at a path, or null when there is none. */
export const fileAtQuery = (workspaceId: string, projectId: string, path: string) =>
  queryOptions({
    queryKey: [...keys.paths(workspaceId, projectId), path],
    queryFn: ({ signal }) => findAt(workspaceId, projectId, path, signal),
  });

async function findAt(workspaceId: string, projectId: string, path: string, signal?: AbortSignal): Promise<File | null> {
  // In path order the shortest with this beginning, which is the path itself, comes first.
  const query = { projectId, prefix: path, limit: 1 };
  const { items } = await take(slate.GET("/api/files", { params: { query }, headers: inWorkspace(workspaceId), signal }));
  return items[0]?.path === path ? items[0] : null;
}

export const fileQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: keys.file(workspaceId, id),
    queryFn: ({ signal }) => take(slate.GET("/api/files/{id}", { params: { path: { id } }, headers: inWorkspace(workspaceId), signal })),
  });

/** The text of one version; it never changes. */
export const contentQuery = (workspaceId: string, id: string, version: number) =>
  queryOptions({
    queryKey: keys.content(workspaceId, id, version),
    queryFn: async ({ signal }) => {
      const params = { path: { id, version } };
      const bytes = await take(
        slate.GET("/api/files/{id}/versions/{version}/content", {
          params,
          headers: inWorkspace(workspaceId),
          parseAs: "arrayBuffer",
          signal,
        }),
      );
      // Exactly as it is stored: a byte order mark is kept.
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Where the bytes of a version are, for the browser's own use: an image, a download. */
export function contentUrl(workspaceId: string, id: string, version?: number): string {
  return `/api/files/${id}/${version === undefined ? "content" : `versions/${version}/content`}?workspace=${workspaceId}`;
}

export const versionsQuery = (workspaceId: string, id: string) =>
  listOptions(keys.versions(workspaceId, id), (cursor, signal) =>
    take(slate.GET("/api/files/{id}/versions", { params: { path: { id }, query: { cursor } }, headers: inWorkspace(workspaceId), signal })),
  );

/** How two versions differ; `from` 0 is before the file existed. */
export const diffQuery = (workspaceId: string, id: string, from: number, to: number) =>
  queryOptions({
    queryKey: keys.diff(workspaceId, id, from, to),
    queryFn: ({ signal }) =>
      take(slate.GET("/api/files/{id}/diff", { params: { path: { id }, query: { from, to } }, headers: inWorkspace(workspaceId), signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const deletedFilesQuery = (workspaceId: string, projectId: string) =>
  listOptions(keys.deletedFiles(workspaceId, projectId), (cursor, signal) =>
    take(slate.GET("/api/files", { params: { query: { projectId, deleted: "true", cursor } }, headers: inWorkspace(workspaceId), signal })),
  );

/** Saves content over the version it was made from. Refused with 412 when somebody saved in between. */
export function saveContent(workspaceId: string, id: string, version: number, content: Blob, message: string) {
  const { headers, ...bytes } = asBytes(content);
  return take(
    slate.PUT("/api/files/{id}/content", {
      params: { path: { id }, query: { message } },
      ...bytes,
      headers: { ...headers, ...inWorkspace(workspaceId), ...ifVersion(version) },
    }),
  );
}

/** Makes an older version the current content again. */
export async function restoreVersion(workspaceId: string, file: File, version: number, message: string) {
  const params = { path: { id: file.id, version } };
  const headers = inWorkspace(workspaceId);
  const content = await take(slate.GET("/api/files/{id}/versions/{version}/content", { params, headers, parseAs: "blob" }));
  // Of an empty body the client says undefined.
  return saveContent(workspaceId, file.id, file.version, content ?? new Blob([]), message);
}

/** Who made the newest version. */
export const newestVersionQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: [...keys.versions(workspaceId, id), "newest"],
    queryFn: async ({ signal }) =>
      (
        await take(
          slate.GET("/api/files/{id}/versions", {
            params: { path: { id }, query: { limit: 1 } },
            headers: inWorkspace(workspaceId),
            signal,
          }),
        )
      ).items[0] ?? null,
  });

/** Merges two changes of a scene, prefab or asset by its objects, and with `save` saves what comes of it. */
export const mergeObjects = (
  workspaceId: string,
  input: Omit<MergeAssets, "save" | "message"> & Partial<MergeAssets>,
  signal?: AbortSignal,
) => take(slate.POST("/api/assets/merge", { body: input, headers: { ...inWorkspace(workspaceId), ...creating() }, signal }));

export const createFile = (workspaceId: string, projectId: string, path: string, content: string, message: string) =>
  take(slate.POST("/api/files", { body: { projectId, path, content, message }, headers: { ...inWorkspace(workspaceId), ...creating() } }));

/** Several changes at once, wholly or not at all. */
export const commit = (workspaceId: string, projectId: string, message: string, changes: ChangeInput[]) =>
  take(slate.POST("/api/changesets", { body: { projectId, message, changes }, headers: { ...inWorkspace(workspaceId), ...creating() } }));

export const revertChangeset = (workspaceId: string, id: string) =>
  take(
    slate.POST("/api/changesets/{id}/revert", {
      params: { path: { id } },
      body: { message: "" },
      headers: { ...inWorkspace(workspaceId), ...creating() },
    }),
  );

/** The file that was deleted last from a path; null when none was. */
export async function findDeleted(workspaceId: string, projectId: string, path: string): Promise<File | null> {
  const found: File[] = [];
  let cursor: string | undefined;
  do {
    const query = { projectId, deleted: "true" as const, prefix: path, limit: 100, cursor };
    const page = await take(slate.GET("/api/files", { params: { query }, headers: inWorkspace(workspaceId) }));
    found.push(...page.items.filter((file) => file.path === path));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found.sort((a, b) => (b.deletedAt ?? "").localeCompare(a.deletedAt ?? ""))[0] ?? null;
}

/** Brings a deleted file back, and the `.meta` that went with it: without that it would be another asset. */
export async function restoreFile(workspaceId: string, { id, projectId, path }: File, message: string) {
  const meta = path.endsWith(".meta") ? null : await findDeleted(workspaceId, projectId, `${path}.meta`);
  const taken = meta && (await findAt(workspaceId, projectId, meta.path));
  const ids = meta && !taken ? [id, meta.id] : [id];
  return commit(
    workspaceId,
    projectId,
    message,
    ids.map((fileId) => ({ op: "restore", fileId })),
  );
}

export const takeLock = (workspaceId: string, fileId: string) =>
  take(slate.POST("/api/locks", { body: { fileId, note: "" }, headers: { ...inWorkspace(workspaceId), ...creating() } }));

export const releaseLock = (workspaceId: string, fileId: string, breaking: boolean) =>
  take(
    slate.DELETE("/api/locks/{fileId}", {
      params: { path: { fileId }, query: { break: breaking ? "true" : "false" } },
      headers: inWorkspace(workspaceId),
    }),
  );
