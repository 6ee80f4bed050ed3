import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid, varchar } from "drizzle-orm/pg-core";
import type { AssetMetadata, AssetWarning, Author, Json, ReferenceKind, Upload } from "../api/index.ts";
import { bytea, createdAt, deletedAt, id, time, updatedAt, workspaceId } from "./columns.ts";
import { inProject } from "./in-project.ts";

const projectId = () => uuid("project_id").notNull();
/** Unity's id of an object inside a file: signed 64 bits, so it is text in JavaScript and never a number. */
const localId = (name: string) => bigint(name, { mode: "bigint" });

/**
 * What a project is made of, one row per guid. Made from a file, its `.meta`, or both: a folder has only a meta, and so has an orphan.
 * `guid` is the meta's, or where there is none (or another asset has the same) the file's own id in hex; `declaredGuid` is what the meta says.
 */
export const slateAssets = pgTable(
  "slate_assets",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    guid: text("guid").notNull(),
    declaredGuid: text("declared_guid"),
    /** Path of the asset, without `.meta`. */
    path: varchar("path", { length: 1024 }).notNull(),
    name: text("name").notNull(),
    /** Folder of the Unity project it is in, "" for the root, null when it is in none. */
    unityProject: text("unity_project"),
    type: text("type").notNull(),
    /** The file in slate_files; null for folders and orphaned metas. */
    fileId: uuid("file_id"),
    fileVersion: integer("file_version"),
    metaFileId: uuid("meta_file_id"),
    metaVersion: integer("meta_version"),
    mainObjectId: localId("main_object_id"),
    sha256: bytea("sha256"),
    size: bigint("size", { mode: "number" }).notNull().default(0),
    /** Grows by one with every change of file or meta: the version that registry tags and the page show. */
    version: integer("version").notNull().default(1),
    metadata: jsonb("metadata").notNull().default({}).$type<AssetMetadata>(),
    warnings: jsonb("warnings").notNull().default([]).$type<AssetWarning[]>(),
    labels: text("labels").array().notNull().default(sql`'{}'`),
    /** Grows with every change of the row, labels included: the ETag. */
    revision: integer("revision").notNull().default(1),
    /** `<repository>@sha256:<hex>` of the newest published artifact. */
    registryPath: text("registry_path"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: deletedAt(),
  },
  (t) => [
    uniqueIndex("slate_assets_guid_uq").on(t.projectId, t.guid).where(sql`deleted_at is null`),
    uniqueIndex("slate_assets_file_uq").on(t.fileId).where(sql`deleted_at is null`),
    uniqueIndex("slate_assets_meta_uq").on(t.metaFileId).where(sql`deleted_at is null`),
    index("slate_assets_path_ix").on(t.projectId, sql`${t.path} collate "C"`).where(sql`deleted_at is null`),
    index("slate_assets_type_ix").on(t.projectId, t.type, t.id).where(sql`deleted_at is null`),
    index("slate_assets_size_ix").on(t.projectId, t.size, t.id).where(sql`deleted_at is null`),
    index("slate_assets_updated_ix").on(t.projectId, t.updatedAt, t.id).where(sql`deleted_at is null`),
    index("slate_assets_declared_ix").on(t.projectId, t.declaredGuid).where(sql`deleted_at is null`),
    // A deleted asset is found again when one of its files comes back, or its guid does.
    index("slate_assets_deleted_file_ix").on(t.fileId).where(sql`deleted_at is not null`),
    index("slate_assets_deleted_meta_ix").on(t.metaFileId).where(sql`deleted_at is not null`),
    index("slate_assets_deleted_guid_ix").on(t.projectId, t.guid).where(sql`deleted_at is not null`),
    index("slate_assets_labels_ix").using("gin", t.workspaceId, t.labels),
    inProject(t, "slate_assets"),
  ],
);

/** One document of an asset's file: a GameObject, a component, a material, a prefab instance. */
export const slateAssetComponents = pgTable(
  "slate_asset_components",
  {
    assetId: uuid("asset_id")
      .notNull()
      .references(() => slateAssets.id, { onDelete: "cascade" }),
    /** Place in the file, from 0. */
    ordinal: integer("ordinal").notNull(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    fileId: localId("file_id").notNull(),
    classId: bigint("class_id", { mode: "number" }).notNull(),
    /** Name of the script's class where there is a script, else of the Unity type. */
    componentType: text("component_type").notNull(),
    /** Path of its GameObject from the root, `Body/Turret/Barrel`, or the object's own name. */
    componentName: text("component_name").notNull(),
    scriptGuid: text("script_guid"),
    gameObjectId: localId("game_object_file_id"),
    /** For a GameObject the one above it; for a component its GameObject. */
    parent: localId("parent"),
    stripped: boolean("stripped").notNull().default(false),
    editable: boolean("editable").notNull().default(true),
    properties: jsonb("properties").notNull().$type<Json>(),
  },
  (t) => [
    primaryKey({ columns: [t.assetId, t.ordinal] }),
    index("slate_asset_components_type_ix").on(t.projectId, t.componentType, t.assetId),
    index("slate_asset_components_file_id_ix").on(t.assetId, t.fileId),
    inProject(t, "slate_asset_components"),
  ],
);

/** An asset names another. `toAssetId` is set while the project has that guid. */
export const slateAssetReferences = pgTable(
  "slate_asset_references",
  {
    fromAssetId: uuid("from_asset_id")
      .notNull()
      .references(() => slateAssets.id, { onDelete: "cascade" }),
    ordinal: integer("ordinal").notNull(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    /** The object that holds the reference; null in a meta or a file that has no objects. */
    fromFileId: localId("from_file_id"),
    /** Property path, `m_Materials.Array.data[0]`. */
    fromPath: text("from_path").notNull(),
    toGuid: text("to_guid").notNull(),
    toFileId: localId("to_file_id"),
    toAssetId: uuid("to_asset_id"),
    kind: text("kind").notNull().$type<ReferenceKind>(),
    resolved: boolean("resolved").notNull().generatedAlwaysAs(sql`(to_asset_id is not null or kind = 'builtin')`),
  },
  (t) => [
    primaryKey({ columns: [t.fromAssetId, t.ordinal] }),
    index("slate_asset_references_to_ix").on(t.toAssetId, t.fromAssetId).where(sql`to_asset_id is not null`),
    index("slate_asset_references_guid_ix").on(t.projectId, t.toGuid, t.fromAssetId),
    index("slate_asset_references_missing_ix").on(t.projectId, t.kind, t.fromAssetId).where(sql`to_asset_id is null and kind <> 'builtin'`),
    inProject(t, "slate_asset_references"),
  ],
);

/**
 * What taking an asset apart asked about others: which file has a guid, for the class of a script, the name of a prefab, or whether a text is a
 * guid at all (Unity keeps guids as plain text in many places, and most such texts are hashes of something else). When the answer changes, the
 * asset is taken apart again.
 */
export const slateAssetLookups = pgTable(
  "slate_asset_lookups",
  {
    assetId: uuid("asset_id")
      .notNull()
      .references(() => slateAssets.id, { onDelete: "cascade" }),
    guid: text("guid").notNull(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    /** File name of the asset that had it, null for none. */
    answer: text("answer"),
  },
  (t) => [
    primaryKey({ columns: [t.assetId, t.guid] }),
    index("slate_asset_lookups_guid_ix").on(t.projectId, t.guid),
    inProject(t, "slate_asset_lookups"),
  ],
);

/** Every guid that a `.meta` of the project has ever declared, with its last path: what a missing reference used to be. */
export const slateAssetGuids = pgTable(
  "slate_asset_guids",
  {
    workspaceId: workspaceId(),
    projectId: projectId(),
    guid: text("guid").notNull(),
    path: varchar("path", { length: 1024 }).notNull(),
    type: text("type").notNull(),
    seenAt: time("seen_at").notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.guid] }), inProject(t, "slate_asset_guids")],
);

/** How far the assets of a project follow its files. `graphVersion` grows whenever an asset or a reference changes. */
export const slateAssetStates = pgTable(
  "slate_asset_states",
  {
    projectId: uuid("project_id").primaryKey(),
    workspaceId: workspaceId(),
    graphVersion: bigint("graph_version", { mode: "number" }).notNull().default(0),
    /** Newest changeset that is wholly in the assets. */
    changesetId: uuid("changeset_id"),
    /** Format of the rows; older ones are made anew. */
    formatVersion: integer("format_version").notNull().default(1),
    /** While this lies ahead a process publishes the project's versions, and others leave them to it. */
    publishingUntil: time("publishing_until"),
    updatedAt: updatedAt(),
  },
  (t) => [inProject(t, "slate_asset_states")],
);

/** One version of an asset, and its artifact in the registry once it is published. Immutable but for that. */
export const slateAssetVersions = pgTable(
  "slate_asset_versions",
  {
    assetId: uuid("asset_id")
      .notNull()
      .references(() => slateAssets.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    guid: text("guid").notNull(),
    path: varchar("path", { length: 1024 }).notNull(),
    type: text("type").notNull(),
    fileVersion: integer("file_version"),
    metaVersion: integer("meta_version"),
    sha256: bytea("sha256"),
    metaSha256: bytea("meta_sha256"),
    size: bigint("size", { mode: "number" }).notNull(),
    changesetId: uuid("changeset_id"),
    /** Digest of the manifest, `sha256:<hex>`; null until published. */
    manifestDigest: text("manifest_digest"),
    publishedAt: time("published_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.assetId, t.version] }),
    index("slate_asset_versions_unpublished_ix").on(t.createdAt).where(sql`manifest_digest is null`),
    index("slate_asset_versions_project_ix").on(t.projectId, t.createdAt),
    inProject(t, "slate_asset_versions"),
  ],
);

/** A picture made from content, once per content and size. */
export const slateAssetPreviews = pgTable(
  "slate_asset_previews",
  {
    workspaceId: workspaceId(),
    projectId: projectId(),
    /** Hash of what it was made from. */
    sourceSha256: bytea("source_sha256").notNull(),
    /** Longest side in pixels. */
    pixels: integer("pixels").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    mediaType: text("media_type").notNull(),
    sha256: bytea("sha256").notNull(),
    size: integer("size").notNull(),
    manifestDigest: text("manifest_digest").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.sourceSha256, t.pixels] }), inProject(t, "slate_asset_previews")],
);

/** Content that no picture can be made of, so that nobody tries again. `code` is for programs, `message` for people. */
export const slateAssetPreviewFailures = pgTable(
  "slate_asset_preview_failures",
  {
    workspaceId: workspaceId(),
    projectId: projectId(),
    sourceSha256: bytea("source_sha256").notNull(),
    code: text("code").notNull(),
    message: text("message").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.sourceSha256] }), inProject(t, "slate_asset_preview_failures")],
);

/** A large file on its way in. Nothing of it is visible before it is complete. */
export const slateUploads = pgTable(
  "slate_uploads",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    author: jsonb("author").notNull().$type<Author>(),
    userId: uuid("user_id").notNull(),
    path: varchar("path", { length: 1024 }).notNull(),
    message: text("message").notNull().default(""),
    /** Version that the file must still have; null for a new file. */
    ifVersion: integer("if_version"),
    size: bigint("size", { mode: "number" }).notNull(),
    sha256: bytea("sha256"),
    receivedBytes: bigint("received_bytes", { mode: "number" }).notNull().default(0),
    status: text("status").notNull().default("open").$type<Upload["status"]>(),
    error: jsonb("error").$type<Upload["error"]>(),
    changesetId: uuid("changeset_id"),
    fileId: uuid("file_id"),
    expiresAt: time("expires_at").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("slate_uploads_project_ix").on(t.projectId, t.id),
    index("slate_uploads_expires_ix").on(t.expiresAt).where(sql`status = 'open'`),
    inProject(t, "slate_uploads"),
  ],
);

/** What an upload has received so far: chunks that are blobs in the registry, in order. */
export const slateUploadChunks = pgTable(
  "slate_upload_chunks",
  {
    uploadId: uuid("upload_id")
      .notNull()
      .references(() => slateUploads.id, { onDelete: "cascade" }),
    start: bigint("start", { mode: "number" }).notNull(),
    workspaceId: workspaceId(),
    size: bigint("size", { mode: "number" }).notNull(),
    sha256: bytea("sha256").notNull(),
  },
  (t) => [primaryKey({ columns: [t.uploadId, t.start] })],
);

/** Assets that people keep together by hand. */
export const slateCollections = pgTable(
  "slate_collections",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    version: integer("version").notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [uniqueIndex("slate_collections_name_uq").on(t.projectId, sql`lower(${t.name})`), inProject(t, "slate_collections")],
);

export const slateCollectionAssets = pgTable(
  "slate_collection_assets",
  {
    collectionId: uuid("collection_id")
      .notNull()
      .references(() => slateCollections.id, { onDelete: "cascade" }),
    assetId: uuid("asset_id")
      .notNull()
      .references(() => slateAssets.id, { onDelete: "cascade" }),
    workspaceId: workspaceId(),
    addedAt: time("added_at").notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.collectionId, t.assetId] }), index("slate_collection_assets_asset_ix").on(t.assetId)],
);

/** What an outside client pushed to a project's `inbox`, and what became of it. */
export const slateRegistryPushes = pgTable(
  "slate_registry_pushes",
  {
    id: id(),
    workspaceId: workspaceId(),
    projectId: projectId(),
    repository: text("repository").notNull(),
    reference: text("reference").notNull(),
    manifestDigest: text("manifest_digest").notNull(),
    author: jsonb("author").$type<Author>(),
    userId: uuid("user_id"),
    size: bigint("size", { mode: "number" }).notNull().default(0),
    status: text("status", { enum: ["received", "adopted", "refused"] })
      .notNull()
      .default("received"),
    reason: text("reason"),
    /** How often deciding it has failed for reasons of its own. */
    failures: integer("failures").notNull().default(0),
    changesetId: uuid("changeset_id"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("slate_registry_pushes_digest_uq").on(t.projectId, t.reference, t.manifestDigest),
    inProject(t, "slate_registry_pushes"),
  ],
);

/** Garbage collections and scrubs of the whole registry: they belong to the installation, not to a workspace. */
export const slateRegistryRuns = pgTable(
  "slate_registry_runs",
  {
    id: id(),
    kind: text("kind", { enum: ["collect", "scrub", "retain"] }).notNull(),
    dryRun: boolean("dry_run").notNull().default(false),
    status: text("status", { enum: ["waiting", "running", "done", "failed"] })
      .notNull()
      .default("waiting"),
    phase: text("phase").notNull().default(""),
    /** Done and total, in what the phase counts. */
    progress: jsonb("progress").notNull().default({}).$type<Json>(),
    report: jsonb("report").$type<Json>(),
    /** While this lies ahead, tokens are pull-only. */
    fenceUntil: time("fence_until"),
    startedBy: uuid("started_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("slate_registry_runs_created_ix").on(t.createdAt)],
);

/** Who may have pushed to a project's `inbox` lately: whoever got a token for it. The sweep looks there for what no notification told. */
export const slateRegistryGrants = pgTable(
  "slate_registry_grants",
  {
    workspaceId: workspaceId(),
    projectId: projectId(),
    authorId: uuid("author_id").notNull(),
    author: jsonb("author").notNull().$type<Author>(),
    userId: uuid("user_id").notNull(),
    grantedAt: time("granted_at").notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.authorId] }), inProject(t, "slate_registry_grants")],
);
