import { z } from "zod";
import { Author, Count, Id, name, PageQuery, Sha256, Time, text } from "./common.ts";
import { FilePath } from "./paths.ts";

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export const Guid = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ description: "Unity's guid: 32 lower-case hex digits", examples: ["fe87c0e1cc204ed48ad3b37840f39efc"] });
export const LocalId = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .meta({ description: "Unity's id of an object inside a file: a signed 64-bit integer, as text", examples: ["8732451190238471021"] });

/** Names of asset types; a ScriptableObject's type is `scriptable-object`, what nobody knows is `file`. */
export const ASSET_TYPES = [
  "scene",
  "prefab",
  "prefab-variant",
  "model",
  "texture",
  "sprite",
  "material",
  "shader",
  "script",
  "assembly",
  "plugin",
  "animation",
  "animator-controller",
  "audio",
  "video",
  "font",
  "scriptable-object",
  "mesh",
  "terrain",
  "render-texture",
  "physics-material",
  "lighting",
  "navigation",
  "ui-document",
  "text",
  "settings",
  "package",
  "folder",
  "file",
  "orphan",
] as const;
export const AssetType = z
  .enum(ASSET_TYPES)
  .meta({ id: "AssetType", description: "`orphan` is a .meta whose asset is not there; `file` is anything else" });
export type AssetType = z.infer<typeof AssetType>;

export const AssetWarning = z
  .object({
    code: z.string().meta({ examples: ["yaml.unparsable", "yaml.duplicate_anchor", "meta.missing", "guid.duplicate"] }),
    message: z.string(),
    line: Count.optional(),
    localId: LocalId.optional(),
  })
  .meta({ id: "AssetWarning", description: "Something wrong with an asset's file; the rest of it was read" });
export type AssetWarning = z.infer<typeof AssetWarning>;

/** What the file and its meta say. Keys that do not apply are absent; `importerSettings` are the lifted ones of facts section 6. */
export const AssetMetadata = z
  .object({
    importer: z.string(),
    importerSettings: z.record(z.string(), z.unknown()),
    serialization: z.enum(["yaml", "binary", "json", "other"]),
    unityVersion: z.string(),
    /** Labels that the meta carries; SLATE's own are `labels` of the asset. */
    unityLabels: z.array(z.string()),
    assetBundle: z.string(),
    documents: Count,
    countsByClass: z.record(z.string(), Count),
    rootName: z.string(),
    prefabKind: z.enum(["plain", "variant", "model"]),
    basePrefabGuid: Guid,
    scriptGuid: Guid,
    scriptClass: z.string(),
    subAssets: z.array(z.object({ localId: LocalId, classId: Count, name: z.string() })),
    origin: z.record(z.string(), z.string()),
    width: Count,
    height: Count,
  })
  .partial()
  .meta({ id: "AssetMetadata" });
export type AssetMetadata = z.infer<typeof AssetMetadata>;

export const Asset = z
  .object({
    id: Id,
    projectId: Id,
    guid: Guid,
    path: z.string(),
    name: z.string().meta({ description: "Last segment of the path, without extension" }),
    type: AssetType,
    unityProject: z.string().nullable().meta({ description: "Folder of its Unity project, empty for the root; null outside any" }),
    fileId: Id.nullable().meta({ description: "The file; null for folders and orphaned metas" }),
    metaFileId: Id.nullable(),
    mainLocalId: LocalId.nullable(),
    sha256: Sha256.nullable(),
    size: Count.meta({ description: "Bytes of the file" }),
    version: Count.meta({ description: "Grows by one whenever the file or its meta changes" }),
    labels: z.array(z.string()),
    warnings: Count.meta({ description: "How many warnings it has" }),
    uses: Count.meta({ description: "How many assets name it" }),
    registryPath: z.string().nullable().meta({ description: "`<repository>@sha256:…` of its newest artifact; null until published" }),
    previewable: z.boolean().meta({ description: "Whether /preview has a picture of it" }),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Asset", description: "What a project is made of: a file with its .meta, a folder, or an orphaned .meta" });
export type Asset = z.infer<typeof Asset>;

export const AssetDetail = Asset.extend({
  declaredGuid: Guid.nullable().meta({ description: "The guid its .meta declares, when another asset has it" }),
  fileVersion: Count.nullable(),
  metaVersion: Count.nullable(),
  metadata: AssetMetadata,
  warningList: z.array(AssetWarning).max(100),
  counts: z.object({ components: Count, references: Count, missing: Count, usedBy: Count, versions: Count }),
  collections: z.array(z.object({ id: Id, name: z.string() })),
}).meta({ id: "AssetDetail" });
export type AssetDetail = z.infer<typeof AssetDetail>;

export const Label = name(50).meta({ description: "A label, at most 50 characters" });

export const ProblemKind = z
  .enum(["missing-reference", "missing-script", "unused", "duplicate-guid", "orphaned-meta", "missing-meta", "warning"])
  .meta({
    id: "ProblemKind",
    description: "`duplicate-guid`: it wants a guid that another has; `warning`: anything else that its file says",
  });
export type ProblemKind = z.infer<typeof ProblemKind>;

/** One filter for lists, facets and bulk operations. */
export const AssetFilter = z.object({
  projectId: Id,
  q: text(200).optional().meta({ description: "Part of the path, or a guid" }),
  type: z
    .string()
    .max(400)
    .regex(/^[a-z-]+(,[a-z-]+)*$/)
    .optional()
    .meta({ description: "One or more types, with commas between" }),
  label: text(50).optional(),
  collection: Id.optional(),
  folder: text(1024).optional().meta({ description: "Only below this folder" }),
  unityProject: text(1024).optional(),
  problem: ProblemKind.optional().meta({ description: "Assets that have it; of unused ones the 20,000 largest" }),
});
export type AssetFilter = z.infer<typeof AssetFilter>;
export const ListAssets = PageQuery.extend(AssetFilter.shape).extend({
  sort: z.enum(["path", "name", "size", "updated", "type"]).default("path"),
  order: z.enum(["asc", "desc"]).default("asc"),
});
export type ListAssets = z.infer<typeof ListAssets>;

const Facet = z.array(z.object({ value: z.string(), count: Count })).max(100);
export const AssetFacets = z
  .object({
    total: z.object({ count: Count, bytes: Count }),
    type: Facet,
    label: Facet,
    folder: Facet.meta({ description: "First folder below the one filtered by" }),
    unityProject: Facet,
    state: z.object({
      /** Newest changeset that is wholly in the assets, and the newest of the project: equal when nothing is waiting. */
      changesetId: Id.nullable(),
      latestChangesetId: Id.nullable(),
    }),
  })
  .meta({ id: "AssetFacets" });
export type AssetFacets = z.infer<typeof AssetFacets>;

export const UpdateAsset = z.strictObject({ labels: z.array(Label).max(50) }).meta({ id: "UpdateAsset" });

/** What to do with many assets at once. Deleting and moving go through the project's files, as one changeset. */
export const BulkAssets = z
  .strictObject({
    projectId: Id,
    ids: z.array(Id).min(1).max(1000),
    action: z.discriminatedUnion("do", [
      z.strictObject({ do: z.literal("label"), add: z.array(Label).max(50).default([]), remove: z.array(Label).max(50).default([]) }),
      z.strictObject({ do: z.literal("collect"), collectionId: Id }),
      z.strictObject({ do: z.literal("uncollect"), collectionId: Id }),
      z.strictObject({ do: z.literal("move"), folder: FilePath, message: text(2000).default("") }),
      z.strictObject({
        do: z.literal("delete"),
        message: text(2000).default(""),
        confirm: z
          .string()
          .optional()
          .meta({ description: "`confirmation` of the impact that was shown; needed when something outside the list uses one of them" }),
      }),
    ]),
  })
  .meta({ id: "BulkAssets" });
export type BulkAssets = z.infer<typeof BulkAssets>;
export const BulkResult = z.object({ changed: Count, changesetId: Id.nullable() }).meta({ id: "BulkResult" });
export type BulkResult = z.infer<typeof BulkResult>;

export const RebuildAssets = z.strictObject({ projectId: Id }).meta({ id: "RebuildAssets" });

export const AssetVersion = z
  .object({
    assetId: Id,
    version: Count,
    path: z.string(),
    type: z.string(),
    fileVersion: Count.nullable(),
    metaVersion: Count.nullable(),
    sha256: Sha256.nullable(),
    size: Count,
    author: Author.nullable(),
    message: z.string(),
    changesetId: Id.nullable(),
    registry: z
      .object({ repository: z.string(), tag: z.string(), digest: z.string() })
      .nullable()
      .meta({ description: "Where registry clients find it; null until published" }),
    createdAt: Time,
  })
  .meta({ id: "AssetVersion" });
export type AssetVersion = z.infer<typeof AssetVersion>;

export const CreateCollection = z
  .strictObject({ projectId: Id, name: name(100), description: text(2000).default("") })
  .meta({ id: "CreateCollection" });
export const UpdateCollection = z
  .strictObject({ name: name(100).optional(), description: text(2000).optional() })
  .meta({ id: "UpdateCollection" });
export const Collection = z
  .object({
    id: Id,
    projectId: Id,
    name: z.string(),
    description: z.string(),
    count: Count,
    version: Count,
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Collection" });
export type Collection = z.infer<typeof Collection>;
