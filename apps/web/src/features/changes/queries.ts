import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { creating } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

export const changesetsQuery = (workspaceId: string, projectId: string) =>
  listOptions(keys.changesets(workspaceId, projectId), (cursor, signal) =>
    take(slate.GET("/api/changesets", { params: { query: { projectId, cursor } }, headers: inWorkspace(workspaceId), signal })),
  );

export const changesetQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: keys.changeset(workspaceId, id),
    queryFn: ({ signal }) =>
      take(slate.GET("/api/changesets/{id}", { params: { path: { id } }, headers: inWorkspace(workspaceId), signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What a changeset did, file by file; it never changes. */
export const changesetDiffQuery = (workspaceId: string, id: string) => ({
  ...listOptions([...keys.changeset(workspaceId, id), "diff"], (cursor, signal) =>
    take(
      slate.GET("/api/changesets/{id}/diff", {
        params: { path: { id }, query: { cursor, limit: 20 } },
        headers: inWorkspace(workspaceId),
        signal,
      }),
    ),
  ),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What reverting would do now, and what stands in its way. */
export const revertPreviewQuery = (workspaceId: string, id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.changeset(workspaceId, id), "revert"],
    queryFn: ({ pageParam, signal }) =>
      take(
        slate.GET("/api/changesets/{id}/revert", {
          params: { path: { id }, query: { cursor: pageParam, limit: 20 } },
          headers: inWorkspace(workspaceId),
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ changes }) => changes.nextCursor ?? undefined,
    staleTime: 0,
    gcTime: 0,
  });

export const revertChangeset = (workspaceId: string, id: string, message: string) =>
  take(
    slate.POST("/api/changesets/{id}/revert", {
      params: { path: { id } },
      body: { message },
      headers: { ...inWorkspace(workspaceId), ...creating() },
    }),
  );

/** The whole project as it was after a changeset, as a zip. */
export const exportUrl = (workspaceId: string, id: string) => `/api/changesets/${id}/export?workspace=${workspaceId}`;
