import type { CreateApiKey } from "@slate/schema/api";
import type { z } from "zod";
import { creating } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

export const apiKeysQuery = (workspaceId: string) =>
  listOptions(keys.apiKeys(workspaceId), (cursor, signal) =>
    take(slate.GET("/api/keys", { params: { query: { cursor } }, headers: inWorkspace(workspaceId), signal })),
  );

export const createApiKey = (workspaceId: string, input: z.output<typeof CreateApiKey>) =>
  take(slate.POST("/api/keys", { body: input, headers: { ...inWorkspace(workspaceId), ...creating() } }));

export const revokeApiKey = (workspaceId: string, id: string) =>
  take(slate.DELETE("/api/keys/{id}", { params: { path: { id } }, headers: inWorkspace(workspaceId) }));
