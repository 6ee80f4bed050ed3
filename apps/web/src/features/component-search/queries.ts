import type { Component, ComponentHit } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

/** An object, and the asset whose file holds it. */
export type Hit = Pick<ComponentHit, "asset"> & { component: Omit<Component, "properties"> & { properties?: unknown } };

/** Objects in a project's files that a query finds: `type:prefab component:Rigidbody m_Mass>10`. */
export const componentsQuery = (workspaceId: string, projectId: string, q: string) =>
  listOptions([...keys.assets(workspaceId, projectId), "components", q], (cursor, signal) =>
    take(slate.GET("/api/assets/components", { params: { query: { projectId, q, cursor } }, headers: inWorkspace(workspaceId), signal })),
  );

/** How the last word of a query may go on. */
export const suggestionsQuery = (workspaceId: string, projectId: string, q: string) =>
  queryOptions({
    queryKey: [...keys.assets(workspaceId, projectId), "suggestions", q],
    queryFn: ({ signal }) =>
      take(slate.GET("/api/assets/components/suggest", { params: { query: { projectId, q } }, headers: inWorkspace(workspaceId), signal })),
  });
