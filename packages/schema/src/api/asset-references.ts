import { z } from "zod";
import { Asset, Guid, LocalId, ProblemKind } from "./assets.ts";
import { Count, Id, PageQuery, page, Time, text } from "./common.ts";

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
