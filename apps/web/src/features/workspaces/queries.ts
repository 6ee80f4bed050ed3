import type { UpdateWorkspace, Workspace } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { ifVersion } from "@/lib/api.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

const about = (workspaceId: string) => ({ params: { path: { workspaceId } } });

export const workspaceQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: keys.workspaceSettings(workspaceId),
    queryFn: ({ signal }) =>
      take(slate.GET("/api/workspaces/{workspaceId}", { ...about(workspaceId), headers: inWorkspace(workspaceId), signal })),
  });

export const updateWorkspace = ({ id, version }: Workspace, change: z.input<typeof UpdateWorkspace>) =>
  take(
    slate.PATCH("/api/workspaces/{workspaceId}", { ...about(id), body: change, headers: { ...inWorkspace(id), ...ifVersion(version) } }),
  );

export const deleteWorkspace = ({ id, version }: Workspace) =>
  take(slate.DELETE("/api/workspaces/{workspaceId}", { ...about(id), headers: { ...inWorkspace(id), ...ifVersion(version) } }));
