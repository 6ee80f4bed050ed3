import type {
  Asset,
  AssetDetail,
  AssetFacets,
  AssetFilter,
  BulkAssets,
  BulkResult,
  Collection,
  CreateCollection,
  Impact,
  ListAssets,
  Page,
} from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { creating, ifVersion } from "@/lib/api.ts";
import { call } from "@/lib/call.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";

/** How many assets one answer holds: a screenful of the grid and some more. */
const pageLimit = 100;

/** How often the facets are asked for while assets of a changeset are still being taken apart. */
const catchUpMs = 2000;

/** What narrows a list of assets; the project is told apart. */
export type Narrowing = Omit<AssetFilter, "projectId">;
export type AssetOrder = Pick<ListAssets, "sort" | "order">;

export const assetsQuery = (workspaceId: string, projectId: string, filter: Narrowing & AssetOrder) =>
  listOptions<Asset>([...keys.assets(workspaceId, projectId), "list", filter], (cursor, signal) =>
    call<Page<Asset>>(workspaceId, "GET", "/api/assets", { query: { projectId, ...filter, cursor, limit: pageLimit }, signal }),
  );

/** How many assets there are of each kind, and whether the newest files are among them yet. */
export const facetsQuery = (workspaceId: string, projectId: string, filter: Narrowing) =>
  queryOptions({
    queryKey: [...keys.assets(workspaceId, projectId), "facets", filter],
    queryFn: ({ signal }) => call<AssetFacets>(workspaceId, "GET", "/api/assets/facets", { query: { projectId, ...filter }, signal }),
    refetchInterval: ({ state }) => (state.data && isCatchingUp(state.data) ? catchUpMs : false),
  });

export const isCatchingUp = ({ state }: AssetFacets) => state.changesetId !== state.latestChangesetId;

export const assetByGuidQuery = (workspaceId: string, projectId: string, guid: string) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId), "guid", projectId, guid],
    queryFn: ({ signal }) => call<AssetDetail>(workspaceId, "GET", `/api/assets/by-guid/${guid}`, { query: { projectId }, signal }),
  });

/** Where a picture of an asset is. The version makes it another address when the asset changes, so that it may be kept for long. */
export const previewUrl = (workspaceId: string, { id, version }: Pick<Asset, "id" | "version">, size: 128 | 256 | 512) =>
  `/api/assets/${id}/preview?size=${size}&v=${version}&workspace=${workspaceId}`;

/** Where the bytes of an asset are. */
export const assetContentUrl = (workspaceId: string, { id, version }: Pick<Asset, "id" | "version">) =>
  `/api/assets/${id}/content?v=${version}&workspace=${workspaceId}`;

/** Refused with 412 when somebody else changed the asset in between. */
export const setLabels = (workspaceId: string, asset: Pick<Asset, "id" | "version">, labels: string[]) =>
  call<AssetDetail>(workspaceId, "PATCH", `/api/assets/${asset.id}`, { body: { labels }, headers: ifVersion(asset.version) });

export const bulk = (workspaceId: string, projectId: string, ids: string[], action: z.input<typeof BulkAssets>["action"]) =>
  call<BulkResult>(workspaceId, "POST", "/api/assets/bulk", { body: { projectId, ids, action }, headers: creating() });

/** What deleting or moving these would break, asked anew every time: the answer is what the act is confirmed with. */
export const impactQuery = (workspaceId: string, projectId: string, ids: readonly string[], act: Impact["act"]) =>
  queryOptions({
    queryKey: [...keys.assets(workspaceId, projectId), "impact", act, ids],
    queryFn: ({ signal }) => call<Impact>(workspaceId, "POST", "/api/assets/impact", { body: { projectId, ids, act }, signal }),
    staleTime: 0,
    gcTime: 0,
  });

export const collectionsQuery = (workspaceId: string, projectId: string) =>
  queryOptions({
    queryKey: keys.collections(workspaceId, projectId),
    queryFn: async ({ signal }) =>
      (await call<Page<Collection>>(workspaceId, "GET", "/api/assets/collections", { query: { projectId, limit: 100 }, signal })).items,
  });

export const createCollection = (workspaceId: string, input: z.input<typeof CreateCollection>) =>
  call<Collection>(workspaceId, "POST", "/api/assets/collections", { body: input, headers: creating() });

export const renameCollection = (workspaceId: string, collection: Collection, name: string) =>
  call<Collection>(workspaceId, "PATCH", `/api/assets/collections/${collection.id}`, {
    body: { name },
    headers: ifVersion(collection.version),
  });

export const deleteCollection = (workspaceId: string, id: string) => call<void>(workspaceId, "DELETE", `/api/assets/collections/${id}`);
