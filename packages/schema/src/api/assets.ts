import { z } from "zod";
import { Author, Count, Id, name, PageQuery, page, Sha256, Time, text } from "./common.ts";
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

// Components and references

export const Component = z
  .object({
    ordinal: Count,
    localId: LocalId,
    classId: Count,
    type: z.string().meta({ description: "The script's class, else Unity's type", examples: ["Rigidbody", "PlayerController"] }),
    name: z.string().meta({ description: "Path of its GameObject, or its own name", examples: ["Body/Turret/Barrel"] }),
    scriptGuid: Guid.nullable(),
    gameObject: LocalId.nullable(),
    parent: LocalId.nullable(),
    stripped: z.boolean().meta({ description: "A placeholder for an object of another prefab" }),
    editable: z.boolean(),
    properties: z.unknown(),
  })
  .meta({ id: "Component", description: "One object in an asset's file" });
export type Component = z.infer<typeof Component>;

export const ListComponents = PageQuery.extend({ type: text(200).optional(), q: text(200).optional() });

/** Component search: `type:prefab component:Rigidbody m_Mass>10 path:Assets/Ships "text"`. */
export const ComponentQuery = PageQuery.extend({ projectId: Id, q: text(500, 1) });
export const ComponentHit = z
  .object({ asset: Asset.pick({ id: true, guid: true, path: true, type: true }), component: Component })
  .meta({ id: "ComponentHit" });
export type ComponentHit = z.infer<typeof ComponentHit>;
export const SuggestQuery = z.object({ projectId: Id, q: text(500).default("").meta({ description: "The search up to the caret" }) });
export const ComponentSuggestions = z
  .object({
    from: Count.meta({ description: "Where in `q` the word begins that a suggestion replaces" }),
    items: z
      .array(
        z.object({
          text: z.string().meta({ examples: ["component:Rigidbody"] }),
          kind: z.enum(["filter", "component", "type", "label", "property"]),
          count: Count.nullable().meta({ description: "How many there are, where they were counted" }),
        }),
      )
      .max(50),
  })
  .meta({ id: "ComponentSuggestions" });
export type ComponentSuggestions = z.infer<typeof ComponentSuggestions>;

export const ReferenceKind = z
  .enum(["strong", "weak", "script", "prefab", "builtin"])
  .meta({ id: "ReferenceKind", description: "`weak`: a guid kept as text; `builtin`: something of Unity itself" });
export type ReferenceKind = z.infer<typeof ReferenceKind>;

const AssetName = Asset.pick({ id: true, guid: true, path: true, type: true });
export const Reference = z
  .object({
    from: AssetName.extend({
      localId: LocalId.nullable(),
      object: z.string().nullable().meta({ description: "Path of the GameObject, or the object's name" }),
      component: z.string().nullable(),
    }),
    path: z.string().meta({ description: "Property path", examples: ["m_Materials.Array.data[0]"] }),
    to: z.object({
      guid: Guid,
      localId: LocalId.nullable(),
      asset: AssetName.nullable(),
      name: z
        .string()
        .nullable()
        .meta({ description: "Built-in resource, script of a known package, or last known path of what is missing" }),
    }),
    kind: ReferenceKind,
    resolved: z.boolean(),
  })
  .meta({ id: "Reference" });
export type Reference = z.infer<typeof Reference>;

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

// Questions

const GraphNode = AssetName.extend({ size: Count, depth: Count.meta({ description: "Steps from the asset that was asked about" }) });
export const DependencyQuery = PageQuery.extend({ depth: z.coerce.number().int().min(1).max(64).default(64) });
export const Dependencies = page(GraphNode)
  .extend({ total: z.object({ count: Count, bytes: Count, maxDepth: Count }) })
  .meta({ id: "Dependencies", description: "Everything an asset needs, directly or through others" });
export type Dependencies = z.infer<typeof Dependencies>;

/** What breaks when these are deleted or moved. */
export const ImpactQuery = z
  .strictObject({ projectId: Id, ids: z.array(Id).min(1).max(1000), act: z.enum(["delete", "move"]).default("delete") })
  .meta({ id: "ImpactQuery" });
export const Impact = z
  .object({
    act: z.enum(["delete", "move"]),
    direct: z.object({
      count: Count,
      assets: z
        .array(AssetName.extend({ references: Count, weakOnly: z.boolean() }))
        .max(200)
        .meta({ description: "The first of those that name one of them, most references first" }),
    }),
    transitive: z.object({ count: Count, byDepth: z.array(Count).max(64), scenes: z.array(AssetName).max(200), sceneCount: Count }),
    /** Moves keep guids, so only references by path break (`Resources.Load`, StreamingAssets, build settings). */
    byPath: z.array(z.object({ asset: AssetName, reason: z.string() })).max(200),
    needsConfirmation: z.boolean().meta({ description: "Whether `confirmation` has to come with the act; never for a move" }),
    confirmation: z.string().meta({ description: "Send it with a deletion: it stands for exactly this list" }),
  })
  .meta({ id: "Impact" });
export type Impact = z.infer<typeof Impact>;

export const ProjectHealth = z
  .object({
    counts: z.record(z.string(), Count).meta({ description: "Problems by kind" }),
    unusedBytes: Count,
    assets: z.object({ count: Count, bytes: Count }),
    references: z.object({ count: Count, resolved: Count, builtin: Count, missing: Count, inPackages: Count }),
    largest: z.array(AssetName.extend({ size: Count })).max(20),
    checkedAt: Time,
  })
  .meta({ id: "ProjectHealth" });
export type ProjectHealth = z.infer<typeof ProjectHealth>;
export const ListProblems = PageQuery.extend({ projectId: Id, kind: ProblemKind });
export const Problem = z
  .object({
    kind: ProblemKind,
    asset: AssetName.nullable(),
    message: z.string(),
    guid: Guid.nullable(),
    lastKnownPath: z.string().nullable(),
    references: z.array(Reference).max(20).meta({ description: "Where it shows, at most 20" }),
    count: Count.meta({ description: "How many places in all" }),
    size: Count,
    others: z.array(AssetName).max(20).meta({ description: "For a duplicate guid: who else has it" }),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

export const GraphQuery = z.object({
  direction: z.enum(["uses", "dependencies", "both"]).default("both"),
  depth: z.coerce.number().int().min(1).max(6).default(2),
  limit: z.coerce.number().int().min(1).max(300).default(100),
});
export const AssetGraph = z
  .object({
    nodes: z
      .array(
        GraphNode.extend({ side: z.enum(["self", "uses", "dependencies"]), hidden: Count.meta({ description: "Neighbours not drawn" }) }),
      )
      .max(301),
    edges: z.array(z.object({ from: Id, to: Id, kind: ReferenceKind, count: Count })).max(5000),
    truncated: z.boolean(),
  })
  .meta({ id: "AssetGraph" });
export type AssetGraph = z.infer<typeof AssetGraph>;

// Collections

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

// Uploads

const UploadStatus = z.enum(["open", "completing", "done", "failed", "cancelled", "expired"]);

export const CreateUpload = z
  .strictObject({
    projectId: Id,
    path: FilePath,
    size: Count.min(1).meta({ description: "Bytes of the whole file" }),
    sha256: Sha256.optional().meta({ description: "Of the whole file; may come later, with /complete" }),
    ifVersion: z
      .number()
      .int()
      .min(1)
      .optional()
      .meta({ description: "Replace the file, which must be at this version; without it the file must be new" }),
    message: text(2000).default(""),
  })
  .meta({ id: "CreateUpload" });
export type CreateUpload = z.infer<typeof CreateUpload>;
export const Upload = z
  .object({
    id: Id,
    projectId: Id,
    path: z.string(),
    size: Count,
    receivedBytes: Count.meta({ description: "Where the next chunk starts" }),
    chunkBytes: Count.meta({ description: "Largest chunk that is taken" }),
    status: UploadStatus,
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    sha256: Sha256.nullable(),
    changesetId: Id.nullable(),
    fileId: Id.nullable(),
    expiresAt: Time,
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Upload", description: "A large file on its way in; visible only when complete" });
export type Upload = z.infer<typeof Upload>;
export const ListUploads = PageQuery.extend({ projectId: Id, status: UploadStatus.optional() });
export type ListUploads = z.infer<typeof ListUploads>;
export const CompleteUpload = z.strictObject({ sha256: Sha256 }).meta({ id: "CompleteUpload" });
export type CompleteUpload = z.infer<typeof CompleteUpload>;

// Registry

export const RegistryUsage = z
  .object({
    projectId: Id,
    files: z.object({ blobs: Count, bytes: Count }).meta({ description: "Contents of file versions" }),
    artifacts: z
      .object({ count: Count, bytes: Count })
      .meta({ description: "Published asset versions; their contents count once, under files" }),
    previews: z.object({ count: Count, bytes: Count }),
    uploads: z.object({ count: Count, bytes: Count }).meta({ description: "Under way" }),
    limitBytes: Count,
    usedBytes: Count,
  })
  .meta({ id: "RegistryUsage" });
export type RegistryUsage = z.infer<typeof RegistryUsage>;

export const RegistryRun = z
  .object({
    id: Id,
    kind: z.enum(["collect", "scrub", "retain"]),
    dryRun: z.boolean(),
    status: z.enum(["waiting", "running", "done", "failed"]),
    phase: z.string(),
    progress: z.object({ done: Count, total: Count }).partial(),
    report: z.record(z.string(), z.unknown()).nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "RegistryRun", description: "A garbage collection, a scrub or a clean-up of what retention ends" });
export type RegistryRun = z.infer<typeof RegistryRun>;
export const StartRegistryRun = z
  .strictObject({ kind: z.enum(["collect", "scrub", "retain"]), dryRun: z.boolean().default(true) })
  .meta({ id: "StartRegistryRun" });
export type StartRegistryRun = z.infer<typeof StartRegistryRun>;

export const RegistryPush = z
  .object({
    id: Id,
    projectId: Id,
    repository: z.string(),
    reference: z.string(),
    digest: z.string(),
    author: Author.nullable(),
    size: Count,
    status: z.enum(["received", "adopted", "refused"]),
    reason: z.string().nullable(),
    changesetId: Id.nullable(),
    createdAt: Time,
  })
  .meta({ id: "RegistryPush", description: "What an outside client pushed to a project's inbox" });
export type RegistryPush = z.infer<typeof RegistryPush>;
