import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid, varchar } from "drizzle-orm/pg-core";
import type { Author, Import, Operation } from "../api/index.ts";
import { bytea, createdAt, deletedAt, id, time, tsvector, updatedAt, workspaceId } from "./columns.ts";
import { inProject } from "./in-project.ts";

/**
 * Content by its hash, once per project, never changed. Text up to 256 KiB is here; anything else is a blob in the OCI registry,
 * held by the manifest `manifestDigest` of the changeset that first brought it.
 */
export const slateContents = pgTable(
  "slate_contents",
  {
    workspaceId: workspaceId(),
    projectId: uuid("project_id").notNull(),
    sha256: bytea("sha256").notNull(),
    size: bigint("size", { mode: "number" }).notNull(),
    binary: boolean("is_binary").notNull(),
    text: text("text"),
    manifestDigest: text("manifest_digest"),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.sha256] }), inProject(t, "slate_contents")],
);

/** One atomic change: its author, why, and the versions it made. */
export const slateChangesets = pgTable(
  "slate_changesets",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: uuid("project_id").notNull(),
    kind: text("kind", { enum: ["edit", "import", "revert"] }).notNull(),
    author: jsonb("author").notNull().$type<Author>(),
    message: text("message").notNull().default(""),
    counts: jsonb("counts").notNull().$type<Record<Operation, number>>(),
    reverts: uuid("reverts"),
    createdAt: createdAt(),
  },
  (t) => [index("slate_changesets_project_ix").on(t.projectId, t.id), inProject(t, "slate_changesets")],
);

/** The current state of each file. `content` repeats the text of small text files so that one row answers a read. */
export const slateFiles = pgTable(
  "slate_files",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: uuid("project_id").notNull(),
    path: varchar("path", { length: 1024 }).notNull(),
    /** `pathKey(path)`: paths that a case-insensitive disk would mix up share it. */
    pathKey: text("path_key").notNull(),
    content: text("content"),
    sha256: bytea("sha256").notNull(),
    type: text("type").notNull(),
    size: bigint("size", { mode: "number" }).notNull(),
    binary: boolean("is_binary").notNull(),
    version: integer("version").notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: deletedAt(),
  },
  (t) => [
    uniqueIndex("slate_files_path_uq").on(t.projectId, t.pathKey).where(sql`deleted_at is null`),
    index("slate_files_path_ix").on(t.projectId, sql`${t.path} collate "C"`),
    index("slate_files_size_ix").on(t.projectId, t.size).where(sql`deleted_at is null`),
    inProject(t, "slate_files"),
  ],
);

/** What one changeset did to one file. Immutable. */
export const slateFileVersions = pgTable(
  "slate_file_versions",
  {
    workspaceId: workspaceId(),
    projectId: uuid("project_id").notNull(),
    fileId: uuid("file_id").notNull(),
    version: integer("version").notNull(),
    changesetId: uuid("changeset_id")
      .notNull()
      .references(() => slateChangesets.id),
    operation: text("operation").notNull().$type<Operation>(),
    path: varchar("path", { length: 1024 }).notNull(),
    previousPath: varchar("previous_path", { length: 1024 }),
    sha256: bytea("sha256").notNull(),
    type: text("type").notNull(),
    size: bigint("size", { mode: "number" }).notNull(),
    binary: boolean("is_binary").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fileId, t.version] }),
    index("slate_file_versions_changeset_ix").on(t.changesetId, t.fileId),
    inProject(t, "slate_file_versions"),
  ],
);

/** Exclusive right to write a file, until released or broken. */
export const slateFileLocks = pgTable(
  "slate_file_locks",
  {
    fileId: uuid("file_id")
      .primaryKey()
      .references(() => slateFiles.id),
    workspaceId: workspaceId(),
    projectId: uuid("project_id").notNull(),
    owner: jsonb("owner").notNull().$type<Author>(),
    ownerUserId: uuid("owner_user_id").notNull(),
    note: text("note").notNull().default(""),
    takenAt: time("taken_at").notNull().default(sql`now()`),
  },
  (t) => [index("slate_file_locks_project_ix").on(t.projectId), inProject(t, "slate_file_locks")],
);

/** An import's life: waiting → running → done | failed | cancelled. Progress is written here so that any replica can report it. */
export const slateImports = pgTable(
  "slate_imports",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: uuid("project_id").notNull(),
    userId: uuid("user_id").notNull(),
    status: text("status").notNull().default("waiting").$type<Import["status"]>(),
    format: text("format").notNull().$type<Import["format"]>(),
    folder: varchar("folder", { length: 1024 }),
    stripComponents: integer("strip_components").notNull().default(0),
    /** What becomes of a Unity package's asset whose path another asset has. */
    onConflict: text("on_conflict", { enum: ["fail", "skip"] })
      .notNull()
      .default("fail"),
    message: text("message").notNull().default(""),
    totalBytes: bigint("total_bytes", { mode: "number" }),
    totalFiles: integer("total_files"),
    receivedBytes: bigint("received_bytes", { mode: "number" }).notNull().default(0),
    files: jsonb("files").notNull().$type<Import["files"]>(),
    ignored: jsonb("ignored").notNull().default([]).$type<Import["ignored"]>(),
    changesetId: uuid("changeset_id"),
    error: jsonb("error").$type<Import["error"]>(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("slate_imports_project_ix").on(t.projectId, t.id), inProject(t, "slate_imports")],
);

/** The search index: one row per live file, written by the `projects-search` consumer a moment after each changeset. */
export const slateSearch = pgTable(
  "slate_search",
  {
    fileId: uuid("file_id").primaryKey(),
    workspaceId: workspaceId(),
    projectId: uuid("project_id").notNull(),
    version: integer("version").notNull(),
    path: varchar("path", { length: 1024 }).notNull(),
    folder: text("folder").notNull(),
    type: text("type").notNull(),
    body: text("body"),
    document: tsvector("document").notNull(),
    updatedAt: updatedAt(),
  },
  (t) => [
    // The workspace is part of both, so that what another tenant has costs nobody time.
    index("slate_search_document_ix").using("gin", t.workspaceId, t.document),
    index("slate_search_path_ix").using("gin", t.workspaceId, sql`${t.path} gin_trgm_ops`),
    index("slate_search_project_ix").on(t.workspaceId, t.projectId),
    inProject(t, "slate_search"),
  ],
);
