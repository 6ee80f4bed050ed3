import type { InspectedComponent, Property } from "@slate/schema/api";
import { CLASS_ID } from "../unity/class-ids.ts";
import { childrenOf, findByPath } from "../unity/property-path.ts";
import type { MapNode, TreeNode } from "../unity/tree.ts";
import { describeValue } from "./describe-value.ts";
import { evaluate, evaluateBase, modificationsOn } from "./evaluate.ts";
import { isStructure, titleOf } from "./fields.ts";
import { describeComponent, type PathOf } from "./hierarchy.ts";
import type { Scene, SceneObject } from "./resolve.ts";

/** What an answer holds of one component, and how deep it goes. */
const PROPERTIES_LIMIT = 5_000;
const COMPONENTS_LIMIT = 500;

/**
 * A GameObject and its components with their properties, or one object that is not in the tree. `localId` may be that of a component. Null when
 * the scene has no such object.
 */
export function inspect(
  scene: Scene,
  localId: string,
  pathOf: PathOf,
): { gameObject: SceneObject; components: InspectedComponent[] } | null {
  const gameObject = scene.objects.get(scene.links.gameObjectOf.get(localId) ?? localId);
  if (!gameObject) return null;
  const ids = gameObject.classId === CLASS_ID.gameObject ? (scene.links.componentsOf.get(gameObject.localId) ?? []) : [];
  const parts = [gameObject, ...ids.flatMap((id) => scene.objects.get(id) ?? [])].slice(0, COMPONENTS_LIMIT);
  return { gameObject, components: parts.map((part) => inspectPart(part, gameObject, pathOf)) };
}

function inspectPart(part: SceneObject, gameObject: SceneObject, pathOf: PathOf): InspectedComponent {
  const body = evaluate(part);
  const listed = body ? listProperties(body, evaluateBase(part), overriddenPaths(part)) : [];
  return {
    ...describeComponent(part, gameObject, pathOf),
    editable: body !== null,
    properties: listed.slice(0, PROPERTIES_LIMIT),
    truncated: listed.length > PROPERTIES_LIMIT,
    source: part.from && { localId: part.from.source.localId, guid: part.from.instance.source.guid, type: 3 },
  };
}

const overriddenPaths = (part: SceneObject): Set<string> => new Set(modificationsOn(part).map(({ path }) => path));

/** Properties in order, each behind its parent; one more than the limit when there are more. */
function listProperties(body: MapNode, base: MapNode | null, overridden: Set<string>): Property[] {
  const found: Property[] = [];
  const visit = (parent: TreeNode, parentPath: string, depth: number) => {
    for (const { path, node } of childrenOf(parent, parentPath)) {
      if (found.length > PROPERTIES_LIMIT) return;
      if (isStructure(path)) continue;
      const described = describeValue(node, lastKey(path));
      const isOverridden = isOverriddenAt(overridden, path, described.kind);
      const before = isOverridden && base ? findByPath(base, path) : undefined;
      found.push({
        path,
        name: titleOf(path),
        depth,
        ...described,
        editable: described.kind !== "object" && described.kind !== "blob" && !(described.kind === "array" && described.value === 0),
        overridden: isOverridden,
        baseValue: before ? describeValue(before, lastKey(path)).value : null,
      });
      if (described.kind === "array" || described.kind === "object") visit(node, path, depth + 1);
    }
  };
  visit(body, "", 0);
  return found;
}

function isOverriddenAt(overridden: Set<string>, path: string, kind: Property["kind"]): boolean {
  if (kind === "vector" || kind === "color")
    return ["x", "y", "z", "w", "r", "g", "b", "a"].some((key) => overridden.has(`${path}.${key}`));
  return overridden.has(kind === "array" ? `${path}.Array.size` : path);
}

/** `m_Speeds.Array.data[2]` is a speed as well: an element has the key of its array. */
export function lastKey(path: string): string {
  const whole = path.replace(/(\.Array\.data\[\d+\])+$/, "");
  return whole.slice(whole.lastIndexOf(".") + 1);
}
