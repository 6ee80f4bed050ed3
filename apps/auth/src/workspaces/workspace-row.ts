import type { Workspace } from "@slate/schema/api";
import type { workspaces } from "@slate/schema/db";

export const toWorkspace = (row: typeof workspaces.$inferSelect): Workspace => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

export const workspaceTag = (id: string) => `workspace:${id}`;
