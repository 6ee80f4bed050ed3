import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

/** How two versions of a prefab, scene or asset differ, by object and property; `from` 0 is before the file existed. */
export const objectDiffQuery = (workspaceId: string, fileId: string, from: number, to: number) =>
  queryOptions({
    queryKey: [...keys.diff(workspaceId, fileId, from, to), "objects"],
    queryFn: ({ signal }) =>
      take(slate.GET("/api/assets/diff", { params: { query: { fileId, from, to } }, headers: inWorkspace(workspaceId), signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
