import { queryOptions } from "@tanstack/react-query";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

/** Everywhere an asset is named. */
export const usesQuery = (workspaceId: string, id: string) =>
  listOptions([...keys.asset(workspaceId, id), "uses"], (cursor, signal) =>
    take(
      slate.GET("/api/assets/{id}/uses", {
        params: { path: { id }, query: { cursor, limit: 100 } },
        headers: inWorkspace(workspaceId),
        signal,
      }),
    ),
  );

/** Everything an asset names itself. */
export const referencesQuery = (workspaceId: string, id: string) =>
  listOptions([...keys.asset(workspaceId, id), "references"], (cursor, signal) =>
    take(
      slate.GET("/api/assets/{id}/references", {
        params: { path: { id }, query: { cursor, limit: 100 } },
        headers: inWorkspace(workspaceId),
        signal,
      }),
    ),
  );

/** What it needs in all: how many assets, how deep, how large. */
export const dependencyTotalQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId, id), "dependencies"],
    queryFn: async ({ signal }) =>
      (
        await take(
          slate.GET("/api/assets/{id}/dependencies", {
            params: { path: { id }, query: { limit: 1 } },
            headers: inWorkspace(workspaceId),
            signal,
          }),
        )
      ).total,
  });

export const graphQuery = (workspaceId: string, id: string, depth: number) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId, id), "graph", depth],
    queryFn: ({ signal }) =>
      take(
        slate.GET("/api/assets/{id}/graph", {
          params: { path: { id }, query: { depth, limit: 120 } },
          headers: inWorkspace(workspaceId),
          signal,
        }),
      ),
  });

export const assetVersionsQuery = (workspaceId: string, id: string) =>
  listOptions([...keys.asset(workspaceId, id), "versions"], (cursor, signal) =>
    take(
      slate.GET("/api/assets/{id}/versions", { params: { path: { id }, query: { cursor } }, headers: inWorkspace(workspaceId), signal }),
    ),
  );

/** The first objects of an asset's file, with their properties. */
export const firstComponentsQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId, id), "components"],
    queryFn: async ({ signal }) =>
      (
        await take(
          slate.GET("/api/assets/{id}/components", {
            params: { path: { id }, query: { limit: 20 } },
            headers: inWorkspace(workspaceId),
            signal,
          }),
        )
      ).items,
  });
