import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid, varchar } from "drizzle-orm/pg-core";
import type { Permission, Role } from "../api/permissions.ts";
import { bytea, createdAt, deletedAt, id, time, updatedAt, workspaceId } from "./columns.ts";
import { users } from "./users.ts";

/** The tenant. */
export const workspaces = pgTable(
  "workspaces",
  {
    id: id(),
    name: varchar("name", { length: 120 }).notNull(),
    slug: varchar("slug", { length: 48 }).notNull(),
    version: integer("version").notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: deletedAt(),
  },
  (t) => [uniqueIndex("workspaces_slug_uq").on(t.slug).where(sql`deleted_at is null`)],
);

/** Who belongs to a workspace, and as what. */
export const members = pgTable(
  "members",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role").notNull().$type<Role>(),
    version: integer("version").notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] }), index("members_user_ix").on(t.userId)],
);

/** A link that makes its holder a member. Used once, expires, can be withdrawn. */
export const invitations = pgTable(
  "invitations",
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    email: varchar("email", { length: 254 }),
    role: text("role").notNull().$type<Role>(),
    tokenHash: bytea("token_hash").notNull(),
    invitedBy: uuid("invited_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    expiresAt: time("expires_at").notNull(),
    acceptedAt: time("accepted_at"),
    withdrawnAt: time("withdrawn_at"),
  },
  (t) => [uniqueIndex("invitations_token_uq").on(t.tokenHash), index("invitations_workspace_ix").on(t.workspaceId, t.createdAt)],
);

/** A key for programs: bound to one workspace and to the person who made it, whose rights it never exceeds. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: varchar("name", { length: 120 }).notNull(),
    scopes: text("scopes").array().notNull().$type<Permission[]>(),
    secretHash: bytea("secret_hash").notNull(),
    createdAt: createdAt(),
    expiresAt: time("expires_at").notNull(),
    lastUsedAt: time("last_used_at"),
    revokedAt: time("revoked_at"),
  },
  (t) => [index("api_keys_workspace_ix").on(t.workspaceId, t.createdAt)],
);
