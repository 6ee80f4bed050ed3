import type { CreateUpload, Upload } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { creating } from "@/lib/api.ts";
import { keys } from "@/lib/query-keys.ts";
import { asBytes, inWorkspace, slate, take } from "@/lib/slate.ts";

export const createUpload = (workspaceId: string, input: z.input<typeof CreateUpload>) =>
  take(slate.POST("/api/assets/uploads", { body: input, headers: { ...inWorkspace(workspaceId), ...creating() } }));

export const getUpload = (workspaceId: string, id: string) =>
  take(slate.GET("/api/assets/uploads/{id}", { params: { path: { id } }, headers: inWorkspace(workspaceId) }));

/** Sends the chunk that begins at `offset`. Refused with 409 when that is not where the upload stands. */
export function appendChunk(workspaceId: string, id: string, offset: number, chunk: Blob, signal: AbortSignal) {
  const { headers, ...bytes } = asBytes(chunk);
  return take(
    slate.PATCH("/api/assets/uploads/{id}", {
      params: { path: { id } },
      ...bytes,
      headers: { ...headers, ...inWorkspace(workspaceId), "Upload-Offset": String(offset) },
      signal,
    }),
  );
}

/** Makes a file of what was sent; the server hashes it too. */
export const completeUpload = (workspaceId: string, id: string, sha256: string) =>
  take(slate.POST("/api/assets/uploads/{id}/complete", { params: { path: { id } }, body: { sha256 }, headers: inWorkspace(workspaceId) }));

export const cancelUpload = (workspaceId: string, id: string): Promise<Upload> =>
  take(slate.DELETE("/api/assets/uploads/{id}", { params: { path: { id } }, headers: inWorkspace(workspaceId) }));

/** One's own uploads to a project that have begun and not ended: those of this tab, and those that a closed tab left behind. */
export const openUploadsQuery = (workspaceId: string, projectId: string) =>
  queryOptions({
    queryKey: keys.uploads(workspaceId, projectId),
    queryFn: async ({ signal }) =>
      (
        await take(
          slate.GET("/api/assets/uploads", {
            params: { query: { projectId, status: "open", limit: 20 } },
            headers: inWorkspace(workspaceId),
            signal,
          }),
        )
      ).items,
  });
