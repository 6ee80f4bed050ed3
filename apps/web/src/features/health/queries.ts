import type { Problem } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

export type Kind = Problem["kind"];

/** Problems of a project, counted by kind, and its size. */
export const healthQuery = (workspaceId: string, projectId: string) =>
  queryOptions({
    queryKey: [...keys.assets(workspaceId, projectId), "health"],
    queryFn: ({ signal }) =>
      take(slate.GET("/api/assets/health", { params: { query: { projectId } }, headers: inWorkspace(workspaceId), signal })),
  });

export const problemsQuery = (workspaceId: string, projectId: string, kind: Kind) =>
  listOptions([...keys.assets(workspaceId, projectId), "problems", kind], (cursor, signal) =>
    take(
      slate.GET("/api/assets/problems", {
        params: { query: { projectId, kind, cursor, limit: 100 } },
        headers: inWorkspace(workspaceId),
        signal,
      }),
    ),
  );
