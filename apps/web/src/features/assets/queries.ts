import type { Asset, AssetFacets, AssetFilter, BulkAssets, Collection, CreateCollection, Impact, ListAssets } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { creating, ifVersion } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

/** How many assets one answer holds: a screenful of the grid and some more. */
const pageLimit = 100;

/** How often the facets are asked for while assets of a changeset are still being taken apart. */
const catchUpMs = 2000;

/** What narrows a list of assets; the project is told apart. */
export type Narrowing = Omit<AssetFilter, "projectId">;
export type AssetOrder = Pick<ListAssets, "sort" | "order">;

export const assetsQuery = (workspaceId: string, projectId: string, filter: Narrowing & AssetOrder) =>
  listOptions([...keys.assets(workspaceId, projectId), "list", filter], (cursor, signal) =>
    take(
      slate.GET("/api/assets", {
        params: { query: { projectId, ...filter, cursor, limit: pageLimit } },
        headers: inWorkspace(workspaceId),
        signal,
      }),
    ),
  );

/** How many assets there are of each kind, and whether the newest files are among them yet. */
export const facetsQuery = (workspaceId: string, projectId: string, filter: Narrowing) =>
  queryOptions({
    queryKey: [...keys.assets(workspaceId, projectId), "facets", filter],
    queryFn: ({ signal }) =>
      take(slate.GET("/api/assets/facets", { params: { query: { projectId, ...filter } }, headers: inWorkspace(workspaceId), signal })),
    refetchInterval: ({ state }) => (state.data && isCatchingUp(state.data) ? catchUpMs : false),
  });

export const isCatchingUp = ({ state }: AssetFacets) => state.changesetId !== state.latestChangesetId;

export const assetByGuidQuery = (workspaceId: string, projectId: string, guid: string) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId), "guid", projectId, guid],
    queryFn: ({ signal }) =>
      take(
        slate.GET("/api/assets/by-guid/{guid}", {
          params: { path: { guid }, query: { projectId } },
          headers: inWorkspace(workspaceId),
          signal,
        }),
      ),
  });

/** Where a picture of an asset is. The version makes it another address when the asset changes, so that it may be kept for long. */
export const previewUrl = (workspaceId: string, { id, version }: Pick<Asset, "id" | "version">, size: 128 | 256 | 512) =>
  `/api/assets/${id}/preview?size=${size}&version=${version}&workspace=${workspaceId}`;

/** Where the bytes of an asset are, as they were at its version. */
export const assetContentUrl = (workspaceId: string, { id, version }: Pick<Asset, "id" | "version">) =>
  `/api/assets/${id}/content?version=${version}&workspace=${workspaceId}`;

/** Labels, collects, moves or deletes many assets at once. */
export const bulk = (workspaceId: string, projectId: string, ids: string[], action: z.input<typeof BulkAssets>["action"]) =>
  take(
    slate.POST("/api/assets/bulk", {
      body: { projectId, ids, action },
      headers: { ...inWorkspace(workspaceId), ...creating() },
    }),
  );

/** What deleting or moving these would break. */
export const findImpact = (workspaceId: string, projectId: string, ids: string[], act: Impact["act"], signal?: AbortSignal) =>
  take(slate.POST("/api/assets/impact", { body: { projectId, ids, act }, headers: inWorkspace(workspaceId), signal }));

/** What deleting or moving these would break, asked anew every time: the answer is what the act is confirmed with. */
export const impactQuery = (workspaceId: string, projectId: string, ids: string[], act: Impact["act"]) =>
  queryOptions({
    queryKey: [...keys.assets(workspaceId, projectId), "impact", act, ids],
    queryFn: ({ signal }) => findImpact(workspaceId, projectId, ids, act, signal),
    staleTime: 0,
    gcTime: 0,
  });

export const collectionsQuery = (workspaceId: string, projectId: string) =>
  queryOptions({
    queryKey: keys.collections(workspaceId, projectId),
    queryFn: async ({ signal }) =>
      (
        await take(
          slate.GET("/api/assets/collections", {
            params: { query: { projectId, limit: 100 } },
            headers: inWorkspace(workspaceId),
            signal,
          }),
        )
      ).items,
  });

export const createCollection = (workspaceId: string, input: z.input<typeof CreateCollection>) =>
  take(slate.POST("/api/assets/collections", { body: input, headers: { ...inWorkspace(workspaceId), ...creating() } }));

export const renameCollection = (workspaceId: string, collection: Collection, name: string) =>
  take(
    slate.PATCH("/api/assets/collections/{id}", {
      params: { path: { id: collection.id } },
      body: { name },
      headers: { ...inWorkspace(workspaceId), ...ifVersion(collection.version) },
    }),
  );

export const deleteCollection = (workspaceId: string, collection: Collection) =>
  take(
    slate.DELETE("/api/assets/collections/{id}", {
      params: { path: { id: collection.id } },
      headers: { ...inWorkspace(workspaceId), ...ifVersion(collection.version) },
    }),
  );
