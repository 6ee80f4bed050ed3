import type { PropertyEdit } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { ifVersion } from "@/lib/api.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

/** Everything in an asset's file: its tree of objects, and the objects outside it. */
export const hierarchyQuery = (workspaceId: string, assetId: string) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId, assetId), "hierarchy"],
    queryFn: ({ signal }) =>
      take(slate.GET("/api/assets/{id}/hierarchy", { params: { path: { id: assetId } }, headers: inWorkspace(workspaceId), signal })),
  });

/** One object with its components and their properties. */
export const objectQuery = (workspaceId: string, assetId: string, localId: string) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId, assetId), "object", localId],
    queryFn: ({ signal }) =>
      take(
        slate.GET("/api/assets/{id}/objects/{localId}", {
          params: { path: { id: assetId, localId } },
          headers: inWorkspace(workspaceId),
          signal,
        }),
      ),
  });

/** Writes values into the asset's file, as one changeset. Refused with 412 when it is not at `version` any more. */
export const saveEdits = (workspaceId: string, assetId: string, version: number, edits: PropertyEdit[], message: string) =>
  take(
    slate.PATCH("/api/assets/{id}/properties", {
      params: { path: { id: assetId } },
      body: { edits, message },
      headers: { ...inWorkspace(workspaceId), ...ifVersion(version) },
    }),
  );
