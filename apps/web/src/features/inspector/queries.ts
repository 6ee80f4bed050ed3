import type { EditedProperties, Hierarchy, InspectedObject, PropertyEdit } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { creating, ifVersion } from "@/lib/api.ts";
import { call } from "@/lib/call.ts";
import { keys } from "@/lib/query-keys.ts";

/** Everything in an asset's file: its tree of objects, and the objects outside it. */
export const hierarchyQuery = (workspaceId: string, assetId: string) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId, assetId), "hierarchy"],
    queryFn: ({ signal }) => call<Hierarchy>(workspaceId, "GET", `/api/assets/${assetId}/hierarchy`, { signal }),
  });

/** One object with its components and their properties. */
export const objectQuery = (workspaceId: string, assetId: string, localId: string) =>
  queryOptions({
    queryKey: [...keys.asset(workspaceId, assetId), "object", localId],
    queryFn: ({ signal }) => call<InspectedObject>(workspaceId, "GET", `/api/assets/${assetId}/objects/${localId}`, { signal }),
  });

/** Writes values into the asset's file, as one changeset. Refused with 412 when it is not at `version` any more. */
export const saveEdits = (workspaceId: string, assetId: string, version: number, edits: PropertyEdit[], message: string) =>
  call<EditedProperties>(workspaceId, "PATCH", `/api/assets/${assetId}/properties`, {
    body: { edits, message },
    headers: { ...ifVersion(version), ...creating() },
  });
