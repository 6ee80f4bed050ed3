import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

export type SearchFilter = { q: string; projectId?: string; type?: string; folder?: string };

const search = (workspaceId: string, filter: SearchFilter & { limit?: number; cursor?: string }, signal: AbortSignal) =>
  take(slate.GET("/api/search", { params: { query: filter }, headers: inWorkspace(workspaceId), signal }));

/** The best few hits. */
export const searchQuery = (workspaceId: string, filter: SearchFilter & { limit: number }) =>
  queryOptions({ queryKey: [...keys.search(workspaceId), "best", filter], queryFn: ({ signal }) => search(workspaceId, filter, signal) });

/** All hits, page by page, with the facets of the first page. */
export const searchPagesQuery = (workspaceId: string, filter: SearchFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.search(workspaceId), "pages", filter],
    queryFn: ({ pageParam, signal }) => search(workspaceId, { ...filter, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
