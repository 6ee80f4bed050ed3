import type { AssetGraph, AssetVersion, Component, Dependencies, Page, Reference } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/call.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";

/** Everywhere an asset is named. */
export const usesQuery = (workspaceId: string, id: string) =>
  listOptions<Reference>([...keys.asset(workspaceId, id), "uses"], (cursor, signal) =>
    call<Page<Reference>>(workspaceId, "GET", `/api/assets/${id}/uses`, { query: { cursor, limit: 100 }, signal }),
  );

/** Everything an asset names itself. */
export const referencesQuery = (workspaceId: string, id: string) =>
  listOptions<Reference>([...keys.asset(workspaceId, id), "references"], (cursor, signal) =>
    call<Page<Reference>>(workspaceId, "GET", `/api/assets/${id}/references`, { query: { cursor, limit: 100 }, signal }),
  );

/** What it needs in all: how many assets, how deep, how large. */
export const dependencyTotalQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId, id), "dependencies"],
    queryFn: ({ signal }) => call<Dependencies>(workspaceId, "GET", `/api/assets/${id}/dependencies`, { query: { limit: 1 }, signal }),
    select: ({ total }) => total,
  });

export const graphQuery = (workspaceId: string, id: string, depth: number) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId, id), "graph", depth],
    queryFn: ({ signal }) => call<AssetGraph>(workspaceId, "GET", `/api/assets/${id}/graph`, { query: { depth, limit: 120 }, signal }),
  });

export const assetVersionsQuery = (workspaceId: string, id: string) =>
  listOptions<AssetVersion>([...keys.asset(workspaceId, id), "versions"], (cursor, signal) =>
    call<Page<AssetVersion>>(workspaceId, "GET", `/api/assets/${id}/versions`, { query: { cursor }, signal }),
  );

/** The first objects of an asset's file, with their properties. */
export const firstComponentsQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId, id), "components"],
    queryFn: async ({ signal }) =>
      (await call<Page<Component>>(workspaceId, "GET", `/api/assets/${id}/components`, { query: { limit: 20 }, signal })).items,
  });
