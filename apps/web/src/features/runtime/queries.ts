import { queryOptions } from "@tanstack/react-query";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

/** How often the log of a run that goes on is read again; lines do not come as events. */
const logRefreshMs = 2000;

/** Runs of a project's game, newest first. */
export const runtimeSessionsQuery = (workspaceId: string, projectId: string) =>
  listOptions([...keys.runtime(workspaceId, projectId), "list"], (cursor, signal) =>
    take(slate.GET("/api/runtime/sessions", { params: { query: { projectId, cursor } }, headers: inWorkspace(workspaceId), signal })),
  );

export const runtimeSessionQuery = (workspaceId: string, projectId: string, id: string) =>
  queryOptions({
    queryKey: [...keys.runtime(workspaceId, projectId), "one", id],
    queryFn: ({ signal }) =>
      take(slate.GET("/api/runtime/sessions/{id}", { params: { path: { id } }, headers: inWorkspace(workspaceId), signal })),
  });

/** The lines that are kept of a run, oldest first. */
export const runtimeLogsQuery = (workspaceId: string, projectId: string, id: string, running: boolean) =>
  queryOptions({
    queryKey: [...keys.runtime(workspaceId, projectId), "logs", id],
    queryFn: ({ signal }) =>
      take(slate.GET("/api/runtime/sessions/{id}/logs", { params: { path: { id } }, headers: inWorkspace(workspaceId), signal })),
    refetchInterval: running ? logRefreshMs : false,
  });
