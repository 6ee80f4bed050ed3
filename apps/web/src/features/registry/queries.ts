import { queryOptions } from "@tanstack/react-query";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

/** How much of its room in the registry a project uses, and for what. */
export const usageQuery = (workspaceId: string, projectId: string) =>
  queryOptions({
    queryKey: [...keys.registry(workspaceId, projectId), "usage"],
    queryFn: ({ signal }) =>
      take(slate.GET("/api/assets/registry/usage", { params: { query: { projectId } }, headers: inWorkspace(workspaceId), signal })),
  });

/** What outside clients pushed to the project's inbox, newest first. */
export const pushesQuery = (workspaceId: string, projectId: string) =>
  listOptions([...keys.registry(workspaceId, projectId), "pushes"], (cursor, signal) =>
    take(
      slate.GET("/api/assets/registry/pushes", {
        params: { query: { projectId, cursor, limit: 20 } },
        headers: inWorkspace(workspaceId),
        signal,
      }),
    ),
  );
