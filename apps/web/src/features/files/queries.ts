import type { ChangeInput, Changeset, File, FileDiff, Lock, Page, TreeEntry, Version } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api, creating, ifVersion } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";

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
        const page = await api.get<Page<TreeEntry>>(`/api/projects/${projectId}/tree`, { workspaceId, query, signal });
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
    queryFn: async ({ signal }) => {
      // In path order the shortest with this beginning, which is the path itself, comes first.
      const query = { projectId, prefix: path, limit: 1 };
      const { items } = await api.get<Page<File>>("/api/files", { workspaceId, query, signal });
      return items[0]?.path === path ? items[0] : null;
    },
  });

export const fileQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: keys.file(workspaceId, id),
    queryFn: ({ signal }) => api.get<File>(`/api/files/${id}`, { workspaceId, signal }),
  });

/** The text of one version; it never changes. */
export const contentQuery = (workspaceId: string, id: string, version: number) =>
  queryOptions({
    queryKey: keys.content(workspaceId, id, version),
    queryFn: ({ signal }) => api.text(`/api/files/${id}/versions/${version}/content`, { workspaceId, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Where the bytes of a version are, for the browser's own use: an image, a download. */
export function contentUrl(workspaceId: string, id: string, version?: number): string {
  return `/api/files/${id}/${version === undefined ? "content" : `versions/${version}/content`}?workspace=${workspaceId}`;
}

export const versionsQuery = (workspaceId: string, id: string) =>
  listOptions(keys.versions(workspaceId, id), (cursor, signal) =>
    api.get<Page<Version>>(`/api/files/${id}/versions`, { workspaceId, query: { cursor }, signal }),
  );

/** How two versions differ; `from` 0 is before the file existed. */
export const diffQuery = (workspaceId: string, id: string, from: number, to: number) =>
  queryOptions({
    queryKey: keys.diff(workspaceId, id, from, to),
    queryFn: ({ signal }) => api.get<FileDiff>(`/api/files/${id}/diff`, { workspaceId, query: { from, to }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const deletedFilesQuery = (workspaceId: string, projectId: string) =>
  listOptions(keys.deletedFiles(workspaceId, projectId), (cursor, signal) =>
    api.get<Page<File>>("/api/files", { workspaceId, query: { projectId, deleted: "true", cursor }, signal }),
  );

/** Saves content over the version it was made from. Refused with 412 when somebody saved in between. */
export const saveContent = (workspaceId: string, id: string, version: number, content: Blob, message?: string) =>
  api.put<File>(`/api/files/${id}/content`, content, { workspaceId, headers: ifVersion(version), query: { message } });

/** Makes an older version the current content again. */
export const restoreVersion = async (workspaceId: string, file: File, version: number, message: string) =>
  saveContent(
    workspaceId,
    file.id,
    file.version,
    await api.blob(`/api/files/${file.id}/versions/${version}/content`, { workspaceId }),
    message,
  );

/** Who made the newest version. */
export const newestVersionQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: [...keys.versions(workspaceId, id), "newest"],
    queryFn: async ({ signal }) =>
      (await api.get<Page<Version>>(`/api/files/${id}/versions`, { workspaceId, query: { limit: 1 }, signal })).items[0] ?? null,
  });

export const createFile = (workspaceId: string, projectId: string, path: string, content: string) =>
  api.post<File>("/api/files", { projectId, path, content }, { workspaceId, headers: creating() });

/** Several changes at once, wholly or not at all. */
export const commit = (workspaceId: string, projectId: string, message: string, changes: z.input<typeof ChangeInput>[]) =>
  api.post<Changeset>("/api/changesets", { projectId, message, changes }, { workspaceId, headers: creating() });

export const revertChangeset = (workspaceId: string, id: string) =>
  api.post<Changeset>(`/api/changesets/${id}/revert`, {}, { workspaceId, headers: creating() });

export const restoreFile = (workspaceId: string, id: string) => api.post<File>(`/api/files/${id}/restore`, undefined, { workspaceId });

export const takeLock = (workspaceId: string, fileId: string) =>
  api.post<Lock>("/api/locks", { fileId }, { workspaceId, headers: creating() });

export const releaseLock = (workspaceId: string, fileId: string, breaking: boolean) =>
  api.delete<void>(`/api/locks/${fileId}`, { workspaceId, query: breaking ? { break: "true" } : {} });
