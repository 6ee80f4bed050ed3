import { z } from "zod";
import { Author, Count, Id, JsonObject, name, PageQuery, page, Sha256, Time, text } from "./common.ts";
import { FilePath } from "./paths.ts";

export const Project = z
  .object({
    id: Id,
    userId: Id.meta({ description: "Who created it" }),
    name: z.string(),
    description: z.string(),
    metadata: JsonObject,
    version: Count,
    counts: z.object({ files: Count, bytes: Count, changesets: Count }),
    archivedAt: Time.nullable(),
    createdAt: Time,
    updatedAt: Time,
    deletedAt: Time.nullable(),
  })
  .meta({ id: "Project" });
export type Project = z.infer<typeof Project>;

export const CreateProject = z
  .strictObject({ name: name(255), description: text(10_000).default(""), metadata: JsonObject.default({}) })
  .meta({ id: "CreateProject" });
export type CreateProject = z.infer<typeof CreateProject>;
export const UpdateProject = z
  .strictObject({
    name: name(255).optional(),
    description: text(10_000).optional(),
    metadata: JsonObject.optional(),
    archived: z.boolean().optional(),
  })
  .meta({ id: "UpdateProject" });
export type UpdateProject = z.infer<typeof UpdateProject>;

export const ListProjects = PageQuery.extend({
  q: text(200).optional().meta({ description: "Part of the name or description" }),
  sort: z.enum(["updated", "created", "name"]).default("updated"),
  state: z.enum(["active", "archived", "deleted"]).default("active"),
});
export type ListProjects = z.infer<typeof ListProjects>;

// Files

export const Lock = z
  .object({ fileId: Id, path: z.string(), owner: Author, note: z.string(), takenAt: Time })
  .meta({ id: "Lock", description: "Only its owner may write the file" });
export type Lock = z.infer<typeof Lock>;
export const TakeLock = z.strictObject({ fileId: Id, note: text(500).default("") }).meta({ id: "TakeLock" });

export const File = z
  .object({
    id: Id,
    projectId: Id,
    path: z.string(),
    type: z.string().meta({ description: "Media type", examples: ["text/x-csharp"] }),
    size: Count.meta({ description: "Bytes" }),
    sha256: Sha256,
    binary: z.boolean().meta({ description: "Whether the content is not text" }),
    version: Count.meta({ description: "Grows by one with every change; the ETag" }),
    lock: Lock.nullable(),
    createdAt: Time,
    updatedAt: Time,
    deletedAt: Time.nullable(),
  })
  .meta({ id: "File" });
export type File = z.infer<typeof File>;

export const TreeEntry = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("folder"), name: z.string(), path: z.string(), fileCount: Count }),
    z.object({ kind: z.literal("file"), name: z.string(), path: z.string(), file: File }),
  ])
  .meta({ id: "TreeEntry" });
export type TreeEntry = z.infer<typeof TreeEntry>;

const Message = text(2000).default("").meta({ description: "Why; kept with the changeset" });
const IfVersion = z.number().int().min(1).optional().meta({ description: "Refuse the whole batch unless the file is at this version" });

/** One step of a batch. `encoding` says how `content` is written; raw uploads are better for large files. */
export const ChangeInput = z
  .discriminatedUnion("op", [
    z.strictObject({
      op: z.literal("create"),
      path: FilePath,
      content: text(1 << 20).default(""),
      encoding: z.enum(["utf8", "base64"]).default("utf8"),
    }),
    z.strictObject({
      op: z.literal("edit"),
      fileId: Id,
      content: text(1 << 20),
      encoding: z.enum(["utf8", "base64"]).default("utf8"),
      ifVersion: IfVersion,
    }),
    z.strictObject({ op: z.literal("move"), fileId: Id, to: FilePath, ifVersion: IfVersion }),
    z.strictObject({ op: z.literal("copy"), fileId: Id, to: FilePath }),
    z.strictObject({ op: z.literal("delete"), fileId: Id, ifVersion: IfVersion }),
    z.strictObject({ op: z.literal("restore"), fileId: Id }),
    z.strictObject({ op: z.literal("move-folder"), from: FilePath, to: FilePath }),
    z.strictObject({ op: z.literal("delete-folder"), path: FilePath }),
  ])
  .meta({ id: "ChangeInput" });
export type ChangeInput = z.infer<typeof ChangeInput>;

export const CreateChangeset = z
  .strictObject({ projectId: Id, message: Message, changes: z.array(ChangeInput).min(1).max(1000) })
  .meta({ id: "CreateChangeset" });
export type CreateChangeset = z.infer<typeof CreateChangeset>;

export const CreateFile = z
  .strictObject({ projectId: Id, path: FilePath, content: text(1 << 20).default(""), message: Message })
  .meta({ id: "CreateFile" });
export const MoveFile = z.strictObject({ path: FilePath, message: Message }).meta({ id: "MoveFile" });
export const CopyFile = z.strictObject({ path: FilePath, message: Message }).meta({ id: "CopyFile" });

export const TreeQuery = PageQuery.extend({ folder: FilePath.optional().meta({ description: "Folder to list; the root when absent" }) });
export const ListFiles = PageQuery.extend({
  projectId: Id,
  prefix: text(1024).optional().meta({ description: "Only paths that start with this" }),
  deleted: z.enum(["true", "false"]).default("false").meta({ description: "List deleted files instead" }),
});

// Changesets

export const ChangesetKind = z.enum(["edit", "import", "revert"]).meta({ id: "ChangesetKind" });
export const Operation = z.enum(["create", "edit", "move", "delete", "restore"]).meta({ id: "Operation" });
export type Operation = z.infer<typeof Operation>;

export const Changeset = z
  .object({
    id: Id,
    projectId: Id,
    kind: ChangesetKind,
    author: Author,
    message: z.string(),
    counts: z.object({ create: Count, edit: Count, move: Count, delete: Count, restore: Count }),
    reverts: Id.nullable().meta({ description: "The changeset that this one undoes" }),
    createdAt: Time,
  })
  .meta({ id: "Changeset", description: "One atomic change to a project's files" });
export type Changeset = z.infer<typeof Changeset>;

export const Version = z
  .object({
    fileId: Id,
    version: Count,
    changesetId: Id,
    operation: Operation,
    path: z.string(),
    previousPath: z.string().nullable(),
    type: z.string(),
    size: Count,
    sha256: Sha256,
    binary: z.boolean(),
    author: Author,
    message: z.string(),
    createdAt: Time,
  })
  .meta({ id: "Version", description: "What one changeset did to one file; never changes" });
export type Version = z.infer<typeof Version>;

export const Hunk = z
  .object({
    oldStart: Count,
    oldLines: Count,
    newStart: Count,
    newLines: Count,
    lines: z.array(z.string()).meta({
      description: "Each starts with ' ', '-' or '+'; a final line without newline is followed by '\\ No newline at end of file'",
    }),
  })
  .meta({ id: "Hunk" });
export type Hunk = z.infer<typeof Hunk>;

export const FileDiff = z
  .object({
    fileId: Id,
    path: z.string(),
    previousPath: z.string().nullable(),
    operation: Operation,
    oldVersion: Count.nullable(),
    newVersion: Count.nullable(),
    oldSize: Count.nullable(),
    newSize: Count.nullable(),
    binary: z.boolean(),
    tooLarge: z.boolean().meta({ description: "Too large to compare line by line; read both versions instead" }),
    hunks: z.array(Hunk),
  })
  .meta({ id: "FileDiff" });
export type FileDiff = z.infer<typeof FileDiff>;

export const DiffQuery = z.object({
  from: z.coerce.number().int().min(0).meta({ description: "Older version; 0 means before the file existed" }),
  to: z.coerce.number().int().min(1).optional().meta({ description: "Newer version; the current one when absent" }),
});

export const Conflict = z
  .object({ path: z.string(), fileId: Id, reason: z.enum(["changed_since", "path_taken", "locked"]), message: z.string() })
  .meta({ id: "Conflict" });
export type Conflict = z.infer<typeof Conflict>;
export const RevertPreview = z.object({ changes: page(FileDiff), conflicts: z.array(Conflict) }).meta({ id: "RevertPreview" });
export type RevertPreview = z.infer<typeof RevertPreview>;
export const RevertChangeset = z.strictObject({ message: Message }).meta({ id: "RevertChangeset" });

// Imports

const ImportFormat = z.enum(["zip", "tar", "tar.gz", "unitypackage"]);

export const CreateImport = z
  .strictObject({
    projectId: Id,
    format: ImportFormat.meta({ description: "A browser's folder upload is a tar; `unitypackage` is what Unity exports" }),
    folder: FilePath.optional().meta({ description: "Where to put it; the root when absent" }),
    stripComponents: z.number().int().min(0).max(10).default(0).meta({ description: "Leading path segments to drop from every entry" }),
    onConflict: z.enum(["fail", "skip"]).optional().meta({
      description: "For a Unity package whose path another asset (another guid) has: `skip` leaves it out, else nothing is imported",
    }),
    message: Message,
    totalBytes: Count.optional().meta({ description: "Size of the archive, for progress" }),
    totalFiles: Count.optional(),
  })
  .meta({ id: "CreateImport" });
export type CreateImport = z.infer<typeof CreateImport>;

export const Import = z
  .object({
    id: Id,
    projectId: Id,
    status: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
    format: ImportFormat,
    message: z.string(),
    totalBytes: Count.nullable(),
    totalFiles: Count.nullable(),
    receivedBytes: Count,
    files: z.object({ read: Count, created: Count, edited: Count, unchanged: Count, ignored: Count }),
    ignored: z
      .array(z.object({ pattern: z.string(), count: Count, example: z.string() }))
      .meta({ description: "What was left out, by rule" }),
    changesetId: Id.nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Import" });
export type Import = z.infer<typeof Import>;

// Search

export const SearchQuery = PageQuery.extend({
  q: text(200, 1).meta({ description: "Words in names and text; names tolerate typing errors" }),
  projectId: Id.optional(),
  type: text(100).optional().meta({ description: "Facet: media type" }),
  folder: text(1024).optional().meta({ description: "Facet: first folder of the path" }),
});
export const SearchHit = z
  .object({
    projectId: Id,
    projectName: z.string(),
    fileId: Id,
    path: z.string(),
    type: z.string(),
    snippet: z.string().nullable().meta({ description: "Text around the match; matches stand between « and »" }),
    rank: z.number(),
    updatedAt: Time,
  })
  .meta({ id: "SearchHit" });
export type SearchHit = z.infer<typeof SearchHit>;
const Facet = z.array(z.object({ value: z.string(), count: Count }));
export const SearchResult = page(SearchHit)
  .extend({ facets: z.object({ type: Facet, folder: Facet }) })
  .meta({ id: "SearchResult" });
export type SearchResult = z.infer<typeof SearchResult>;
