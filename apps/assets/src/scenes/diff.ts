import type { ChangeSummary, PropertyKind, PropertyValue, SceneChange } from "@slate/schema/api";
import { CLASS_ID, isTransform } from "../unity/class-ids.ts";
import { findByPath } from "../unity/property-path.ts";
import type { TreeNode } from "../unity/tree.ts";
import { describeValue } from "./describe-value.ts";
import { diffValues, isSame } from "./diff-values.ts";
import { evaluate } from "./evaluate.ts";
import { isHint, isStructure } from "./fields.ts";
import { type PathOf, typeOf } from "./hierarchy.ts";
import { lastKey } from "./inspect.ts";
import { pathOfObject } from "./links.ts";
import type { Instance, Scene, SceneObject } from "./resolve.ts";

export type SceneDiff = { changes: SceneChange[]; summary: ChangeSummary; hidden: number; truncated: boolean };

const CHANGES_LIMIT = 5_000;

/**
 * What changed between two versions of a file, in the words of people: objects, components and properties, by the names of objects. Order,
 * hints, ids that hold objects together and overrides that say what the prefab says are hidden and counted.
 */
export function diffScenes(before: Scene, after: Scene, pathOf: PathOf): SceneDiff {
  return new Differ(before, after, pathOf).run();
}

/** The smallest thing an object can be told apart by; `side` is where it is found. */
type Where = { scene: Scene; object: SceneObject };

class Differ {
  readonly #changes: SceneChange[] = [];
  readonly #summary: ChangeSummary = {
    objectsAdded: 0,
    objectsRemoved: 0,
    objectsMoved: 0,
    componentsAdded: 0,
    componentsRemoved: 0,
    properties: 0,
  };
  #hidden = 0;

  constructor(
    readonly before: Scene,
    readonly after: Scene,
    readonly pathOf: PathOf,
  ) {}

  run(): SceneDiff {
    this.#diffPresence(this.before, this.after, "removed");
    this.#diffPresence(this.after, this.before, "added");
    this.#diffMoves();
    for (const object of this.after.objects.values()) {
      const old = this.before.objects.get(object.localId);
      if (old && !object.from && !old.from) this.#diffOwn(old, object);
    }
    for (const instance of this.after.instances.values()) {
      const old = this.before.instances.get(instance.localId);
      if (old) this.#diffOverrides(old, instance);
    }
    const changes = this.#changes.slice(0, CHANGES_LIMIT);
    return { changes, summary: this.#summary, hidden: this.#hidden, truncated: this.#changes.length > changes.length };
  }

  /** What only one side has. Of an object that came or went, its components are not told, nor what is inside a prefab. */
  #diffPresence(here: Scene, there: Scene, verb: "added" | "removed"): void {
    const isNew = (localId: string) => !there.objects.has(localId);
    const isNewInstance = (object: SceneObject) => object.from !== null && !there.instances.has(object.from.instance.localId);
    for (const object of here.objects.values()) {
      if (!isNew(object.localId)) continue;
      const gameObject = here.links.gameObjectOf.get(object.localId);
      if (gameObject !== undefined) {
        // With its GameObject, or not: then somebody added it to one that stayed.
        if (!isNew(gameObject) && !isTransform(object.classId)) this.#tell(`component-${verb}`, { scene: here, object });
        continue;
      }
      if (isNewInstance(object) && !isTopOf(here, object)) continue;
      if (object.from && !isNewInstance(object) && this.#isBelowNew(here, object, isNew)) continue;
      this.#tell(`object-${verb}`, { scene: here, object });
    }
  }

  /** Whether the object above it came or went as well: only the top of what a prefab took away or gave back is told. */
  #isBelowNew({ links }: Scene, { localId }: SceneObject, isNew: (localId: string) => boolean): boolean {
    const father = links.fatherOf.get(links.transformOf.get(localId) ?? "");
    return father !== undefined && isNew(links.gameObjectOf.get(father) ?? father);
  }

  #diffMoves(): void {
    for (const [gameObject, transform] of this.after.links.transformOf) {
      if (!this.before.objects.has(gameObject)) continue;
      const object = this.after.objects.get(gameObject);
      const old = this.before.links.transformOf.get(gameObject);
      if (!object || old === undefined) continue;
      const parentIn = (scene: Scene, id: string) => scene.links.gameObjectOf.get(scene.links.fatherOf.get(id) ?? "");
      const from = parentIn(this.before, old);
      const to = parentIn(this.after, transform);
      if (from === to) continue;
      const value = (scene: Scene, id: string | undefined) => (id === undefined ? "" : pathOfObject(scene, id));
      this.#tell("object-moved", { scene: this.after, object }, { before: value(this.before, from), after: value(this.after, to) });
    }
  }

  #diffOwn(old: SceneObject, object: SceneObject): void {
    const { changes, hidden } = diffValues(old.document?.body ?? null, object.document?.body ?? null);
    this.#hidden += hidden;
    for (const { path, before, after } of changes) this.#tellProperty({ scene: this.after, object }, path, before, after, null);
  }

  /** Values as they were and are, whether by an override or by the prefab. */
  #diffOverrides(old: Instance, instance: Instance): void {
    const { guid } = instance.source;
    if (old.source.guid !== guid) {
      const root = topOf(this.after, instance);
      if (root)
        this.#tell(
          "property",
          { scene: this.after, object: root },
          { path: "m_SourcePrefab", kindOfValue: "string", before: old.source.guid, after: guid },
        );
      return;
    }
    for (const sourceId of new Set([...old.modifications.keys(), ...instance.modifications.keys()])) {
      const before = lastByPath(old, sourceId);
      const after = lastByPath(instance, sourceId);
      const paths = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
      if (paths.length === 0) continue;
      const localId = instance.idOf(sourceId);
      const [was, is] = [this.before.objects.get(old.idOf(sourceId)), this.after.objects.get(localId)];
      const [wasBody, isBody] = [was && evaluate(was), is && evaluate(is)];
      for (const path of paths) {
        const at = path.replace(/\.Array\.size$/, "");
        const [a, b] = [wasBody ? findByPath(wasBody, at) : undefined, isBody ? findByPath(isBody, at) : undefined];
        const isUnchanged =
          at === path ? isSame(a, b) : a?.kind === "sequence" && b?.kind === "sequence" && a.items.length === b.items.length;
        if (isHint(path) || isStructure(path) || isUnchanged || !is) this.#hidden++;
        else this.#tellProperty({ scene: this.after, object: is }, path, a, b, guid);
      }
    }
  }

  #tellProperty(where: Where, path: string, before: TreeNode | undefined, after: TreeNode | undefined, override: string | null): void {
    const key = lastKey(path.replace(/\.Array\.size$/, ""));
    const describe = (node: TreeNode | undefined) => (node ? describeValue(node, key) : null);
    const [old, now] = [describe(before), describe(after)];
    const kind = (now ?? old)?.kind ?? null;
    this.#tell("property", where, { path, kindOfValue: kind, before: old?.value ?? null, after: now?.value ?? null, override });
  }

  #tell(
    kind: SceneChange["kind"],
    { scene, object }: Where,
    about: {
      path?: string;
      kindOfValue?: PropertyKind | null;
      before?: PropertyValue;
      after?: PropertyValue;
      override?: string | null;
    } = {},
  ): void {
    this.#summary[COUNTED[kind]]++;
    if (this.#changes.length > CHANGES_LIMIT) return;
    const gameObject = scene.links.gameObjectOf.get(object.localId) ?? object.localId;
    const isPart = gameObject !== object.localId;
    this.#changes.push({
      kind,
      object: pathOfObject(scene, gameObject),
      localId: gameObject,
      component: isPart || object.classId !== CLASS_ID.gameObject ? (typeOf(object, this.pathOf) ?? object.type) : null,
      componentLocalId: isPart ? object.localId : null,
      path: about.path ?? null,
      kindOfValue: about.kindOfValue ?? null,
      before: about.before ?? null,
      after: about.after ?? null,
      override: about.override ?? object.from?.instance.source.guid ?? null,
    });
  }
}

const COUNTED: Record<SceneChange["kind"], keyof ChangeSummary> = {
  "object-added": "objectsAdded",
  "object-removed": "objectsRemoved",
  "object-moved": "objectsMoved",
  "component-added": "componentsAdded",
  "component-removed": "componentsRemoved",
  property: "properties",
};

/** What each overridden property is set to, as one text. */
function lastByPath(instance: Instance, sourceId: string): Map<string, string> {
  const list = instance.modifications.get(sourceId) ?? [];
  return new Map(list.map(({ path, value, reference }) => [path, reference ? `${reference.localId} ${reference.guid}` : `=${value}`]));
}

/** The GameObject at the top of an instance. */
function topOf(scene: Scene, instance: Instance): SceneObject | undefined {
  const { links } = instance.scene;
  const gameObject = links.gameObjectOf.get(links.roots[0] ?? "");
  return gameObject === undefined ? undefined : scene.objects.get(instance.idOf(gameObject));
}

const isTopOf = (scene: Scene, object: SceneObject) =>
  object.from !== null && topOf(scene, object.from.instance)?.localId === object.localId;
