import { createClient } from "@slate/sdk";
import { apiFetch } from "./api.ts";

/** The API, typed by its own documents. Refusals are thrown as ApiError, so what comes back is always the answer. */
export const slate = createClient({ baseUrl: location.origin, fetch: apiFetch });

/** What a call answered: `await take(slate.GET("/api/auth/profile"))`. */
export async function take<Data>(answer: Promise<{ data?: Data }>): Promise<Data> {
  return (await answer).data as Data;
}

/** For bodies that are bytes, which the documents can only call strings. */
export const asBytes = (content: Blob) => ({
  body: content as never,
  bodySerializer: (body: unknown) => body,
  headers: { "Content-Type": "application/octet-stream" },
});

/** Names the workspace that a call is about. */
export const inWorkspace = (workspaceId: string) => ({ "Slate-Workspace": workspaceId });
