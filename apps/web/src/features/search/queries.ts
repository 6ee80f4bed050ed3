import type { SearchResult } from "@slate/schema/api";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api.ts";
import { keys } from "@/lib/query-keys.ts";

export type SearchFilter = { q: string; projectId?: string; type?: string; folder?: string };

const search = (workspaceId: string, filter: SearchFilter & { limit?: number; cursor?: string }, signal: AbortSignal) =>
  api.get<SearchResult>("/api/search", { workspaceId, query: filter, signal });

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
