import type { UnityObject } from "./document.ts";
import { origin } from "./document.ts";
import { hash64 } from "./identity.ts";
import { asset, local, nothing } from "./references.ts";
import { rotation, type Vector3, vector } from "./space.ts";
import { type Fields, type Flow, vec2 } from "./yaml.ts";

/** A component without its owner: fields before `m_GameObject` (`head`), and those after it. */
export type Component = { readonly classId: number; readonly type: string; readonly head?: Fields; readonly fields: Fields };

export type Rect = { readonly anchorMin: Pair; readonly anchorMax: Pair; readonly at: Pair; readonly size: Pair; readonly pivot?: Pair };
type Pair = readonly [x: number, y: number];

export type NodeOptions = {
  readonly at?: Vector3;
  readonly euler?: Vector3;
  readonly scale?: Vector3;
  /** Present on user interface objects, which carry a RectTransform. */
  readonly rect?: Rect;
  readonly layer?: number;
  readonly tag?: string;
  readonly isStatic?: boolean;
  readonly inactive?: boolean;
  readonly components?: readonly Component[];
};

/** What can stand below a GameObject: another one, or the placeholder of a prefab instance's root. */
export type Child = { readonly transformId: bigint };

/** Where a node hangs: its parent's Transform, or nowhere. */
export type Parent = Child & { readonly children: Child[] };

/** Names ids in one file: 31 bits in scenes as the editor draws them there, 64 bits in prefabs. */
export type IdSource = (key: string) => bigint;

/** Prefab ids are 63 random bits; every sixteenth is negative, as ids that come from model imports are. */
export const prefabIds =
  (path: string): IdSource =>
  (key) => {
    const bits = hash64(`${path}#${key}`);
    return bits % 16n === 0n ? -(bits >> 1n) : bits >> 1n;
  };

export class GameObject implements Parent {
  readonly children: Child[] = [];
  readonly id: bigint;
  readonly transformId: bigint;
  readonly #components: { id: bigint; component: Component }[] = [];

  /** `key` is the path of names in the file, which makes the ids. */
  constructor(
    readonly name: string,
    readonly key: string,
    readonly ids: IdSource,
    readonly parent: Child | undefined,
    readonly options: NodeOptions,
  ) {
    this.id = ids(key);
    this.transformId = ids(`${key}:Transform`);
    for (const component of options.components ?? []) this.add(component);
  }

  get transform(): Flow {
    return local(this.transformId);
  }

  get reference(): Flow {
    return local(this.id);
  }

  /** Adds a component and gives a reference to it. */
  add(component: Component): Flow {
    const id = this.ids(`${this.key}:${component.type}:${this.#components.length}`);
    this.#components.push({ id, component });
    return local(id);
  }

  /** The id of the first component of this type (`Transform` and `RectTransform` included). */
  componentId(type: string): bigint {
    if (type === "GameObject") return this.id;
    if (type === "Transform" || type === "RectTransform") return this.transformId;
    const found = this.#components.find((entry) => entry.component.type === type);
    if (!found) throw new Error(`${this.key} has no ${type}`);
    return found.id;
  }

  component(type: string): Flow {
    return local(this.componentId(type));
  }

  /** The script component whose script is the asset at `path`. */
  scriptId(path: string): bigint {
    const wanted = asset(path).text;
    const found = this.#components.find((entry) => (entry.component.fields.m_Script as Flow | undefined)?.text === wanted);
    if (!found) throw new Error(`${this.key} has no script ${path}`);
    return found.id;
  }

  objects(): UnityObject[] {
    return [this.#gameObject(), this.#transform(), ...this.#components.map(({ id, component }) => this.#object(id, component))];
  }

  #gameObject(): UnityObject {
    const { layer, tag, isStatic, inactive } = this.options;
    return {
      classId: 1,
      fileId: this.id,
      type: "GameObject",
      fields: {
        ...origin,
        serializedVersion: 6,
        m_Component: [this.transformId, ...this.#components.map(({ id }) => id)].map((id) => ({ component: local(id) })),
        m_Layer: layer ?? (this.options.rect ? 5 : 0),
        m_Name: this.name,
        m_TagString: tag ?? "Untagged",
        m_Icon: nothing,
        m_NavMeshLayer: 0,
        m_StaticEditorFlags: isStatic ? 2147483647 : 0,
        m_IsActive: inactive ? 0 : 1,
      },
    };
  }

  #transform(): UnityObject {
    const { at = [0, 0, 0], euler = [0, 0, 0], scale = [1, 1, 1], rect } = this.options;
    const pose: Fields = {
      m_LocalRotation: rotation(euler),
      m_LocalPosition: vector(rect ? [0, 0, at[2]] : at),
      m_LocalScale: vector(scale),
      m_ConstrainProportionsScale: 0,
      m_Children: this.children.map((child) => local(child.transformId)),
      m_Father: this.parent ? local(this.parent.transformId) : nothing,
      m_LocalEulerAnglesHint: vector(euler),
    };
    if (!rect) return this.#object(this.transformId, { classId: 4, type: "Transform", fields: { serializedVersion: 2, ...pose } });
    return this.#object(this.transformId, { classId: 224, type: "RectTransform", fields: { ...pose, ...rectFields(rect) } });
  }

  #object(fileId: bigint, { classId, type, head, fields }: Component): UnityObject {
    return { classId, fileId, type, fields: { ...head, ...origin, m_GameObject: local(this.id), ...fields } };
  }
}

const rectFields = ({ anchorMin, anchorMax, at, size, pivot = [0.5, 0.5] }: Rect): Fields => ({
  m_AnchorMin: vec2(...anchorMin),
  m_AnchorMax: vec2(...anchorMax),
  m_AnchoredPosition: vec2(...at),
  m_SizeDelta: vec2(...size),
  m_Pivot: vec2(...pivot),
});
