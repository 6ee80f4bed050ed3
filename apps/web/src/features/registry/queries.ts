import type { Page, RegistryPush, RegistryUsage } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/call.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";

/** How much of its room in the registry a project uses, and for what. */
export const usageQuery = (workspaceId: string, projectId: string) =>
  queryOptions({
    queryKey: [...keys.registry(workspaceId, projectId), "usage"],
    queryFn: ({ signal }) => call<RegistryUsage>(workspaceId, "GET", "/api/assets/registry/usage", { query: { projectId }, signal }),
  });

/** What outside clients pushed to the project's inbox, newest first. */
export const pushesQuery = (workspaceId: string, projectId: string) =>
  listOptions([...keys.registry(workspaceId, projectId), "pushes"], (cursor, signal) =>
    call<Page<RegistryPush>>(workspaceId, "GET", "/api/assets/registry/pushes", { query: { projectId, cursor, limit: 20 }, signal }),
  );
