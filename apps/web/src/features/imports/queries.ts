import type { CreateImport, Import } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { creating, toApiError } from "@/lib/api.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

const ended = new Set<Import["status"]>(["done", "failed", "cancelled"]);

/** An import, asked about twice a second while it runs. */
export const importQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: keys.import(workspaceId, id),
    queryFn: ({ signal }) => take(slate.GET("/api/imports/{id}", { params: { path: { id } }, headers: inWorkspace(workspaceId), signal })),
    refetchInterval: ({ state }) => (state.data && ended.has(state.data.status) ? false : 500),
  });

export const createImport = (workspaceId: string, input: z.output<typeof CreateImport>) =>
  take(slate.POST("/api/imports", { body: input, headers: { ...inWorkspace(workspaceId), ...creating() } }));

export const cancelImport = (workspaceId: string, id: string) =>
  take(slate.POST("/api/imports/{id}/cancel", { params: { path: { id } }, headers: inWorkspace(workspaceId) }));

type Upload = { workspaceId: string; id: string; archive: Blob; onProgress: (sentBytes: number) => void; signal: AbortSignal };

/** Sends the archive. By XMLHttpRequest, since fetch does not tell how much has been sent. */
export function uploadArchive({ workspaceId, id, archive, onProgress, signal }: Upload): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/api/imports/${id}/content`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Slate-Workspace", workspaceId);
    request.setRequestHeader("Slate-Client", "web");
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText));
      else reject(toApiError(request.status, request.responseText, request.getResponseHeader("X-Request-Id")));
    };
    request.onerror = () => reject(toApiError(0, "", null));
    request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(archive);
  });
}
