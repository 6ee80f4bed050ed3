import type { Page, Problem, ProjectHealth } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/call.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";

export type Kind = Problem["kind"];

/** Problems of a project, counted by kind, and its size. */
export const healthQuery = (workspaceId: string, projectId: string) =>
  queryOptions({
    queryKey: [...keys.assets(workspaceId, projectId), "health"],
    queryFn: ({ signal }) => call<ProjectHealth>(workspaceId, "GET", "/api/assets/health", { query: { projectId }, signal }),
  });

export const problemsQuery = (workspaceId: string, projectId: string, kind: Kind) =>
  listOptions<Problem>([...keys.assets(workspaceId, projectId), "problems", kind], (cursor, signal) =>
    call<Page<Problem>>(workspaceId, "GET", "/api/assets/problems", { query: { projectId, kind, cursor, limit: 100 }, signal }),
  );
