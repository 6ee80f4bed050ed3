import { z } from "zod";
import { AssetType, AssetWarning, Guid, LocalId } from "./assets.ts";
import { Count, Id, text } from "./common.ts";
import { File } from "./projects.ts";

/** Version of a file, as its ETag and its history count them. */
const FileVersion = z.coerce.number().int().min(1).max(2_147_483_647);
export const FileVersionQuery = z.object({
  version: FileVersion.optional().meta({ description: "Version of the file; the newest when left out" }),
});

/** Limits of one answer; `truncated` says that there was more. */
const NODES_LIMIT = 20_000;
const PROPERTIES_LIMIT = 5_000;
const CHANGES_LIMIT = 5_000;

/** What a guid in an answer stands for, so that pages need not ask once more. */
export const NamedAsset = z
  .object({ guid: Guid, id: Id.nullable(), path: z.string().nullable(), name: z.string(), type: AssetType.nullable() })
  .meta({ id: "NamedAsset", description: "What a guid stands for; `id` is null for what is built in, in a package, or missing" });
export type NamedAsset = z.infer<typeof NamedAsset>;
const Names = z.array(NamedAsset).max(5_000).meta({ description: "Every guid of this answer that has a name" });

export const ObjectTarget = z
  .object({ localId: LocalId, guid: Guid.nullable(), type: z.number().int().min(0).max(3).nullable() })
  .meta({ id: "ObjectTarget", description: "`{fileID, guid, type}`. An object of the same file has no guid; `localId` 0 is none at all" });
export type ObjectTarget = z.infer<typeof ObjectTarget>;

/**
 * A value as people edit it. Numbers beyond what JavaScript holds exactly are text; vectors, quaternions, colours and rectangles are maps of numbers;
 * arrays show their length, objects and missing values null.
 */
export const PropertyValue = z
  .union([z.string(), z.number(), z.boolean(), ObjectTarget, z.record(z.string(), z.union([z.number(), z.string()])), z.null()])
  .meta({ id: "PropertyValue" });
export type PropertyValue = z.infer<typeof PropertyValue>;

export const PropertyKind = z
  .enum(["number", "bool", "string", "vector", "color", "reference", "array", "object", "blob"])
  .meta({ id: "PropertyKind", description: "Enumerations are numbers; `blob` is long hex, of which only the size is shown" });
export type PropertyKind = z.infer<typeof PropertyKind>;

export const Property = z
  .object({
    path: z.string().meta({ description: "As Unity writes it", examples: ["m_LocalPosition", "m_Materials.Array.data[0]"] }),
    name: z.string().meta({ description: "Last part of the path, for people", examples: ["Local Position", "Element 0"] }),
    depth: Count.meta({ description: "Properties are in order, each behind its parent and one deeper" }),
    kind: PropertyKind,
    value: PropertyValue,
    editable: z.boolean(),
    overridden: z.boolean().meta({ description: "This file overrides what the prefab says" }),
    baseValue: PropertyValue.meta({ description: "What the prefab says; null unless overridden" }),
  })
  .meta({ id: "Property" });
export type Property = z.infer<typeof Property>;

/** Where an object comes from that this file does not hold itself. */
export const PrefabOrigin = z
  .object({
    guid: Guid.meta({ description: "The prefab or model of which this is an instance" }),
    instance: LocalId.meta({ description: "The PrefabInstance in this file" }),
    sourceLocalId: LocalId.meta({ description: "The object in that prefab" }),
    kind: z.enum(["plain", "variant", "model", "missing"]),
    isRoot: z.boolean().meta({ description: "It is the root of the instance, where the prefab is shown" }),
    nested: Count.meta({ description: "How many prefabs inside that one it comes from" }),
  })
  .meta({ id: "PrefabOrigin" });
export type PrefabOrigin = z.infer<typeof PrefabOrigin>;

export const SceneComponent = z
  .object({
    localId: LocalId,
    classId: Count,
    type: z.string().meta({ description: "The script's class, else Unity's type" }),
    scriptGuid: Guid.nullable(),
    missingScript: z.boolean(),
    enabled: z.boolean().nullable().meta({ description: "Null for what cannot be switched off" }),
    added: z.boolean().meta({ description: "Added by this file to an object of a prefab" }),
    overrides: Count.meta({ description: "How many of its properties this file overrides" }),
  })
  .meta({ id: "SceneComponent" });
export type SceneComponent = z.infer<typeof SceneComponent>;

export const SceneNode = z
  .object({
    localId: LocalId.meta({
      description: "Of the GameObject; for what is only in a prefab, the id that its placeholder here has or would have",
    }),
    parent: LocalId.nullable(),
    depth: Count,
    name: z.string(),
    active: z.boolean(),
    components: z.array(SceneComponent),
    prefab: PrefabOrigin.nullable().meta({ description: "Null for objects of this file" }),
    added: z.boolean().meta({ description: "Added by this file below an object of a prefab" }),
    overridden: z.boolean().meta({ description: "This file overrides something of it or of its components, default overrides aside" }),
  })
  .meta({ id: "SceneNode", description: "A GameObject" });
export type SceneNode = z.infer<typeof SceneNode>;

/** An object outside the tree: scene settings, a material, a ScriptableObject, an animation state. */
export const LooseObject = z
  .object({ localId: LocalId, classId: Count, type: z.string(), scriptGuid: Guid.nullable(), name: z.string() })
  .meta({ id: "LooseObject" });
export type LooseObject = z.infer<typeof LooseObject>;

const About = z.object({
  assetId: Id.nullable(),
  fileId: Id,
  path: z.string(),
  version: Count.meta({ description: "Version of the file that was read; send it as If-Match with changes" }),
});

export const Hierarchy = About.extend({
  kind: z.enum(["scene", "prefab", "variant", "other"]),
  nodes: z.array(SceneNode).max(NODES_LIMIT).meta({ description: "In order, each below its parent: depth first" }),
  objects: z.array(LooseObject).max(NODES_LIMIT),
  total: Count,
  truncated: z.boolean(),
  editable: z.boolean().meta({ description: "False when the bytes are no clean UTF-8, or not the newest version" }),
  warnings: z.array(AssetWarning).max(101),
  names: Names,
}).meta({ id: "Hierarchy" });
export type Hierarchy = z.infer<typeof Hierarchy>;

export const InspectedComponent = SceneComponent.extend({
  editable: z.boolean(),
  properties: z.array(Property).max(PROPERTIES_LIMIT),
  truncated: z.boolean(),
  /** For overrides of a prefab: the object there. */
  source: ObjectTarget.nullable(),
}).meta({ id: "InspectedComponent" });
export type InspectedComponent = z.infer<typeof InspectedComponent>;

export const InspectedObject = About.extend({
  localId: LocalId,
  name: z.string(),
  objectPath: z.string().meta({ description: "Names from the root, `Body/Turret/Barrel`" }),
  active: z.boolean(),
  prefab: PrefabOrigin.nullable(),
  components: z
    .array(InspectedComponent)
    .max(500)
    .meta({ description: "The GameObject itself, then its components; for an object outside the tree just that" }),
  editable: z.boolean(),
  names: Names,
}).meta({ id: "InspectedObject" });
export type InspectedObject = z.infer<typeof InspectedObject>;

// Editing

const PropertyPath = text(1024, 1).meta({ examples: ["m_LocalPosition.x", "m_Materials.Array.data[0]", "speeds.Array.size"] });
const EditValue = z
  .union([text(256 * 1024), z.number(), z.boolean(), ObjectTarget, z.record(text(16), z.union([z.number(), text(40)])), z.null()])
  .meta({ description: "Of the kind that the property has: a number stays a number. Null is the empty reference" });

/** One change. On an object that a prefab brought, `set` becomes an override and `revert` takes the override away. */
export const PropertyEdit = z
  .discriminatedUnion("do", [
    z.strictObject({ do: z.literal("set"), localId: LocalId, path: PropertyPath, value: EditValue }),
    z.strictObject({ do: z.literal("revert"), localId: LocalId, path: PropertyPath }),
  ])
  .meta({ id: "PropertyEdit" });
export type PropertyEdit = z.infer<typeof PropertyEdit>;

export const EditProperties = z
  .strictObject({ edits: z.array(PropertyEdit).min(1).max(500), message: text(2000).default("") })
  .meta({ id: "EditProperties" });
export type EditProperties = z.infer<typeof EditProperties>;

export const EditedProperties = z
  .object({ file: File, changesetId: Id.nullable().meta({ description: "Null when nothing changed" }) })
  .meta({ id: "EditedProperties" });
export type EditedProperties = z.infer<typeof EditedProperties>;

// Diff

/** What changed about an object. `localId` is the GameObject or the object outside the tree. */
export const SceneChange = z
  .object({
    kind: z.enum(["object-added", "object-removed", "object-moved", "component-added", "component-removed", "property"]),
    object: z.string().meta({ description: "Path of the object's names; as it is now, or was for what is gone" }),
    localId: LocalId,
    component: z.string().nullable().meta({ description: "Type of the component; null for the object itself" }),
    componentLocalId: LocalId.nullable(),
    path: z.string().nullable().meta({ description: "Property path" }),
    kindOfValue: PropertyKind.nullable(),
    before: PropertyValue,
    after: PropertyValue,
    override: Guid.nullable().meta({ description: "The prefab whose value is overridden here" }),
  })
  .meta({ id: "SceneChange" });
export type SceneChange = z.infer<typeof SceneChange>;

export const ChangeSummary = z
  .object({
    objectsAdded: Count,
    objectsRemoved: Count,
    objectsMoved: Count,
    componentsAdded: Count,
    componentsRemoved: Count,
    properties: Count,
  })
  .meta({ id: "ChangeSummary" });
export type ChangeSummary = z.infer<typeof ChangeSummary>;

export const SemanticDiffQuery = z.object({
  fileId: Id,
  from: z.coerce.number().int().min(0).max(2_147_483_647).meta({ description: "0 is before the file existed" }),
  to: FileVersion.optional().meta({ description: "The newest when left out" }),
});
export const SemanticDiff = z
  .object({
    fileId: Id,
    path: z.string(),
    from: Count,
    to: Count,
    readable: z.boolean().meta({ description: "False when a side is no serialized YAML or too large: see the plain diff" }),
    summary: ChangeSummary,
    changes: z.array(SceneChange).max(CHANGES_LIMIT),
    hidden: Count.meta({ description: "Changes that mean nothing: order, hints, default overrides" }),
    truncated: z.boolean(),
    names: Names,
  })
  .meta({ id: "SemanticDiff" });
export type SemanticDiff = z.infer<typeof SemanticDiff>;

// Merge

const MergeSide = z.enum(["base", "ours", "theirs"]);
export const MergeAssets = z
  .strictObject({
    fileId: Id,
    base: FileVersion,
    ours: FileVersion,
    theirs: z.union([FileVersion, text(1 << 20)]).meta({ description: "A version, or the text itself" }),
    resolutions: z
      .array(z.strictObject({ id: text(2000, 1), take: MergeSide }))
      .max(5_000)
      .default([]),
    save: z
      .boolean()
      .default(false)
      .meta({ description: "Save the result as a changeset; `ours` must be the newest version and no conflict left" }),
    message: text(2000).default(""),
  })
  .meta({ id: "MergeAssets" });
export type MergeAssets = z.infer<typeof MergeAssets>;

export const MergeConflict = z
  .object({
    id: z.string().meta({ description: "Name it in `resolutions`" }),
    kind: z.enum(["property", "list", "order", "removed-and-changed", "moved", "document"]),
    object: z.string(),
    localId: LocalId,
    component: z.string().nullable(),
    path: z.string().nullable(),
    base: z.string().nullable().meta({ description: "As written in the file; null where it is not there" }),
    ours: z.string().nullable(),
    theirs: z.string().nullable(),
    taken: MergeSide.nullable().meta({ description: "Null while nobody has decided" }),
  })
  .meta({ id: "MergeConflict" });
export type MergeConflict = z.infer<typeof MergeConflict>;

export const MergedAssets = z
  .object({
    text: z.string().meta({
      description: "The merged file. Where nobody has decided, it has `ours`, and what one side removed and the other needs is still there",
    }),
    conflicts: z.array(MergeConflict).max(CHANGES_LIMIT),
    unresolved: Count,
    remapped: z
      .array(z.object({ from: LocalId, to: LocalId }))
      .meta({ description: "Objects of theirs that got another id: ours had added the same" }),
    summary: z.object({ ours: ChangeSummary, theirs: ChangeSummary }),
    file: File.nullable(),
    changesetId: Id.nullable(),
  })
  .meta({ id: "MergedAssets" });
export type MergedAssets = z.infer<typeof MergedAssets>;
