import { basename } from "node:path";
import type { UnityObject } from "./document.ts";
import { origin, serialize } from "./document.ts";
import { type Child, type Component, GameObject, type IdSource, type NodeOptions, type Parent, prefabIds } from "./hierarchy.ts";
import { asset, local, nothing } from "./references.ts";
import { quaternion, type Vector3 } from "./space.ts";
import { type Fields, Flow, formatNumber, type Value } from "./yaml.ts";

/** An object inside a prefab: the key of its GameObject and its type (`GameObject`, `Transform`, `Light`, or a script's path). */
export type Target = readonly [key: string, type: string];

export type Override = { readonly target: Target; readonly path: string; readonly value?: string | number; readonly reference?: Flow };

export type InstanceOptions = {
  readonly name?: string;
  readonly at?: Vector3;
  readonly euler?: Vector3;
  readonly overrides?: readonly Override[];
  readonly removed?: readonly Target[];
};

const CLASS_IDS: Record<string, number> = { GameObject: 1, Transform: 4, Light: 108, RectTransform: 224, Animator: 95, AudioSource: 82 };

/** A file with GameObjects and prefab instances: what scenes and prefabs have in common. */
export class ObjectFile {
  readonly nodes = new Map<string, GameObject>();
  readonly instances: PrefabInstance[] = [];

  constructor(
    readonly path: string,
    readonly ids: IdSource,
  ) {}

  /** Makes a GameObject. Names must differ between siblings. */
  object(name: string, options: NodeOptions & { readonly parent?: Parent & { readonly key?: string } } = {}): GameObject {
    const { parent, ...own } = options;
    const key = parent?.key ? `${parent.key}/${name}` : name;
    if (this.nodes.has(key)) throw new Error(`${this.path} has two objects ${key}`);
    const node = new GameObject(name, key, this.ids, parent, own);
    parent?.children.push(node);
    this.nodes.set(key, node);
    return node;
  }

  /** Places a prefab below `parent`, or at the top of the file. */
  instance(source: Prefab, parent: (Parent & { readonly key?: string }) | undefined, options: InstanceOptions = {}): PrefabInstance {
    const instance = new PrefabInstance(this, source, parent, options, this.instances.length);
    this.instances.push(instance);
    if (parent) parent.children.push(instance.rootPlaceholder());
    return instance;
  }

  /** The id under which other files address an object of this one, also one that comes from a nested instance. */
  idOf([key, type]: Target): bigint {
    const node = this.nodes.get(key);
    if (node) return type.endsWith(".cs") ? node.scriptId(type) : node.componentId(type);
    for (const instance of this.instances) {
      const inner = instance.innerKey(key);
      if (inner !== undefined && instance.source.has(inner)) return instance.placeholderId([inner, type]);
    }
    throw new Error(`${this.path} has no ${key} ${type}`);
  }

  has(key: string): boolean {
    if (this.nodes.has(key)) return true;
    return this.instances.some((instance) => {
      const inner = instance.innerKey(key);
      return inner !== undefined && instance.source.has(inner);
    });
  }
}

/** A prefab; a variant when its only root is an instance of another prefab. */
export class Prefab extends ObjectFile {
  constructor(path: string) {
    super(path, prefabIds(path));
  }

  /** The name of the file, which an instance carries when it is given no other. */
  get name(): string {
    return basename(this.path, ".prefab");
  }

  /** The key of the root; a variant keeps the one of its base. */
  get root(): string {
    const node = [...this.nodes.values()].find((candidate) => !candidate.parent);
    if (node) return node.key;
    const base = this.instances[0];
    if (!base) throw new Error(`${this.path} is empty`);
    return base.source.root;
  }

  get rootType(): "Transform" | "RectTransform" {
    const node = this.nodes.get(this.root);
    if (node) return node.options.rect ? "RectTransform" : "Transform";
    return this.instances[0]?.source.rootType ?? "Transform";
  }

  text(): string {
    const groups = [...this.nodes.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((node) => node.objects());
    return serialize([...groups.flat(), ...this.instances.flatMap((instance) => instance.objects())]);
  }
}

export class PrefabInstance {
  readonly id: bigint;
  readonly key: string;
  readonly #placeholders = new Map<bigint, UnityObject>();
  readonly #added: { owner: Target; ownerId: bigint; id: bigint; component: Component }[] = [];
  readonly #children = new Map<Target, { children: Child[]; transformId: bigint }>();

  constructor(
    readonly file: ObjectFile,
    readonly source: Prefab,
    readonly parent: (Child & { readonly key?: string }) | undefined,
    readonly options: InstanceOptions,
    index: number,
  ) {
    const name = options.name ?? source.name;
    this.key = parent?.key ? `${parent.key}/${name}` : name;
    this.id = file.ids(`instance ${index} ${source.path} ${options.name ?? ""}`);
  }

  /** The key inside the source for a key of this file; undefined when it cannot be inside. A variant keeps its base's keys. */
  innerKey(key: string): string | undefined {
    if (!this.parent) return key;
    if (key !== this.key && !key.startsWith(`${this.key}/`)) return undefined;
    return this.source.root + key.slice(this.key.length);
  }

  /** In prefabs the placeholder's id follows from both ids; in scenes it is drawn like any other. */
  placeholderId(target: Target): bigint {
    const sourceId = this.source.idOf(target);
    return this.file instanceof Prefab ? BigInt.asUintN(63, this.id ^ sourceId) : this.file.ids(`${this.id} ${sourceId}`);
  }

  /** Writes the placeholder of an inner object, so that this file can refer to it, and gives the reference. */
  inner(target: Target): Flow {
    return local(this.#placeholder(target));
  }

  rootPlaceholder(): Child {
    return { transformId: this.#placeholder([this.source.root, this.source.rootType]) };
  }

  /** An inner GameObject as a parent for objects that only this instance has. */
  innerParent(key: string): Parent {
    const target: Target = [key, "Transform"];
    const parent = { children: [], transformId: this.#placeholder(target) };
    this.#children.set(target, parent);
    return parent;
  }

  /** Adds a component to an inner GameObject. */
  addComponent(key: string, component: Component): Flow {
    const owner: Target = [key, "GameObject"];
    const id = this.file.ids(`${this.id} added ${key} ${component.type}`);
    this.#added.push({ owner, ownerId: this.#placeholder(owner), id, component });
    return local(id);
  }

  objects(): UnityObject[] {
    const added = this.#added.map(({ id, ownerId, component }) => ({
      classId: component.classId,
      fileId: id,
      type: component.type,
      fields: { ...component.head, ...origin, m_GameObject: local(ownerId), ...component.fields },
    }));
    return [this.#instance(), ...this.#placeholders.values(), ...added];
  }

  #placeholder(target: Target): bigint {
    const id = this.placeholderId(target);
    const script = target[1].endsWith(".cs");
    const fields: Fields = { m_CorrespondingSourceObject: this.#source(target), m_PrefabInstance: local(this.id), m_PrefabAsset: nothing };
    this.#placeholders.set(id, {
      classId: script ? 114 : (CLASS_IDS[target[1]] ?? unknownType(target[1])),
      fileId: id,
      type: script ? "MonoBehaviour" : target[1],
      stripped: true,
      fields: script ? { ...fields, ...scriptPlaceholder(target[1]) } : fields,
    });
    return id;
  }

  #source(target: Target): Flow {
    return asset(this.source.path, this.source.idOf(target));
  }

  #instance(): UnityObject {
    return {
      classId: 1001,
      fileId: this.id,
      type: "PrefabInstance",
      fields: {
        m_ObjectHideFlags: 0,
        serializedVersion: 2,
        m_Modification: {
          serializedVersion: 3,
          m_TransformParent: this.parent ? local(this.parent.transformId) : nothing,
          m_Modifications: this.#modifications(),
          m_RemovedComponents: (this.options.removed ?? []).map((target) => this.#source(target)),
          m_RemovedGameObjects: [],
          m_AddedGameObjects: [...this.#children].flatMap(([target, { children }]) =>
            children.map((child) => this.#addition(target, child.transformId)),
          ),
          m_AddedComponents: this.#added.map(({ owner, id }) => this.#addition(owner, id)),
        },
        m_SourcePrefab: asset(this.source.path),
      },
    };
  }

  #addition(target: Target, id: bigint): Fields {
    return { targetCorrespondingSourceObject: this.#source(target), insertIndex: -1, addedObject: local(id) };
  }

  /** The editor writes the root's pose with every instance and sorts by target. */
  #modifications(): Value[] {
    const root = this.source.root;
    const { at = [0, 0, 0], euler = [0, 0, 0], name = this.source.name } = this.options;
    const [x, y, z, w] = quaternion(euler);
    const pose = {
      "m_LocalPosition.x": at[0],
      "m_LocalPosition.y": at[1],
      "m_LocalPosition.z": at[2],
      "m_LocalRotation.w": w,
      "m_LocalRotation.x": x,
      "m_LocalRotation.y": y,
      "m_LocalRotation.z": z,
      "m_LocalEulerAnglesHint.x": euler[0],
      "m_LocalEulerAnglesHint.y": euler[1],
      "m_LocalEulerAnglesHint.z": euler[2],
    };
    const all: Override[] = [
      { target: [root, "GameObject"], path: "m_Name", value: name },
      ...Object.entries(pose).map(([path, value]) => ({ target: [root, this.source.rootType] as const, path, value })),
      ...(this.options.overrides ?? []),
    ];
    return all
      .map((override) => ({ override, id: this.source.idOf(override.target) }))
      .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
      .map(({ override: { target, path, value, reference } }) => ({
        target: this.#source(target),
        propertyPath: path,
        value: typeof value === "number" ? new Flow(formatNumber(value + 0)) : (value ?? null),
        objectReference: reference ?? nothing,
      }));
  }
}

const scriptPlaceholder = (path: string): Fields => ({
  m_GameObject: nothing,
  m_Enabled: 1,
  m_EditorHideFlags: 0,
  m_Script: asset(path),
  m_Name: null,
  m_EditorClassIdentifier: null,
});

function unknownType(type: string): never {
  throw new Error(`No class id is known for a placeholder of type ${type}`);
}
