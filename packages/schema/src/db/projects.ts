import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid, varchar } from "drizzle-orm/pg-core";
import { createdAt, deletedAt, id, time, updatedAt, workspaceId } from "./columns.ts";

/** A project: files, assets and everything made from them. Deleting is soft; its name is free again at once. */
export const slateProjects = pgTable(
  "slate_projects",
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid("user_id").notNull(),
    name: varchar("name", { length: 255 }).notNull(),
    description: text("description").notNull().default(""),
    metadata: jsonb("metadata").notNull().default({}).$type<Record<string, unknown>>(),
    version: integer("version").notNull().default(1),
    archivedAt: time("archived_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: deletedAt(),
  },
  (t) => [
    uniqueIndex("slate_projects_name_uq").on(t.workspaceId, sql`lower(${t.name})`).where(sql`deleted_at is null`),
    unique("slate_projects_workspace_uq").on(t.workspaceId, t.id),
    index("slate_projects_updated_ix").on(t.workspaceId, t.updatedAt, t.id),
  ],
);
