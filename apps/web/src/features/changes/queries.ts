import type { Changeset, FileDiff, Page, RevertPreview } from "@slate/schema/api";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, creating } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";

export const changesetsQuery = (workspaceId: string, projectId: string) =>
  listOptions(keys.changesets(workspaceId, projectId), (cursor, signal) =>
    api.get<Page<Changeset>>("/api/changesets", { workspaceId, query: { projectId, cursor }, signal }),
  );

export const changesetQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: keys.changeset(workspaceId, id),
    queryFn: ({ signal }) => api.get<Changeset>(`/api/changesets/${id}`, { workspaceId, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What a changeset did, file by file; it never changes. */
export const changesetDiffQuery = (workspaceId: string, id: string) => ({
  ...listOptions([...keys.changeset(workspaceId, id), "diff"], (cursor, signal) =>
    api.get<Page<FileDiff>>(`/api/changesets/${id}/diff`, { workspaceId, query: { cursor, limit: 20 }, signal }),
  ),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What reverting would do now, and what stands in its way. */
export const revertPreviewQuery = (workspaceId: string, id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.changeset(workspaceId, id), "revert"],
    queryFn: ({ pageParam, signal }) =>
      api.get<RevertPreview>(`/api/changesets/${id}/revert`, { workspaceId, query: { cursor: pageParam, limit: 20 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ changes }) => changes.nextCursor ?? undefined,
    staleTime: 0,
    gcTime: 0,
  });

export const revertChangeset = (workspaceId: string, id: string, message: string) =>
  api.post<Changeset>(`/api/changesets/${id}/revert`, { message }, { workspaceId, headers: creating() });

/** The whole project as it was after a changeset, as a zip. */
export const exportUrl = (workspaceId: string, id: string) => `/api/changesets/${id}/export?workspace=${workspaceId}`;
