import type { ApiKey, CreateApiKey, NewApiKey, Page } from "@slate/schema/api";
import type { z } from "zod";
import { api, creating } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";

export const apiKeysQuery = (workspaceId: string) =>
  listOptions(keys.apiKeys(workspaceId), (cursor, signal) =>
    api.get<Page<ApiKey>>("/api/keys", { workspaceId, query: { cursor }, signal }),
  );

export const createApiKey = (workspaceId: string, input: z.input<typeof CreateApiKey>) =>
  api.post<NewApiKey>("/api/keys", input, { workspaceId, headers: creating() });

export const revokeApiKey = (workspaceId: string, id: string) => api.delete<void>(`/api/keys/${id}`, { workspaceId });
