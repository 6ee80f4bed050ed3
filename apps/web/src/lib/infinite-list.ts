import type { Page } from "@slate/schema/api";
import { infiniteQueryOptions, type QueryKey, type UseInfiniteQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";

/** A keyset-paged list, fetched page by page as it is scrolled. */
export function listOptions<Item>(queryKey: QueryKey, fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.items),
  });
}

/** What a DataTable needs of an endless list. */
export function usePaging(query: Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return useMemo(
    () => ({ hasMore: hasNextPage, loadingMore: isFetchingNextPage, onMore: () => void fetchNextPage() }),
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
}
