import { serialize, type UnityObject } from "./document.ts";
import type { IdSource } from "./hierarchy.ts";
import { hash64 } from "./identity.ts";
import { ObjectFile } from "./prefab.ts";
import { local } from "./references.ts";
import { type Mood, settingsOf } from "./scene-settings.ts";

const ROOTS_ID = 9223372036854775807n;

/** Scene ids are 31 bits, components right behind their GameObject; every fourth prefab instance got 63 bits when it was pasted. */
function sceneIds(path: string): IdSource {
  const given = new Map<string, bigint>();
  const next = new Map<string, bigint>();
  return (key) => {
    const known = given.get(key);
    if (known !== undefined) return known;
    const owner = key.split(":")[0] as string;
    const bits = hash64(`${path}#${owner}`);
    const wide = owner.startsWith("instance") && bits % 4n === 0n;
    const offset = next.get(owner) ?? 0n;
    next.set(owner, offset + 1n);
    const id = (wide ? bits >> 1n : (bits & 0x7fffffffn) | 0x100000n) + offset;
    given.set(key, id);
    return id;
  };
}

export class Scene extends ObjectFile {
  constructor(
    path: string,
    readonly mood: Mood,
  ) {
    super(path, sceneIds(path));
  }

  text(): string {
    const objects = [
      ...[...this.nodes.values()].flatMap((node) => node.objects()),
      ...this.instances.flatMap((instance) => instance.objects()),
    ];
    objects.sort((a, b) => (a.fileId < b.fileId ? -1 : 1));
    return serialize([...settingsOf(this.mood), ...objects, this.#roots()]);
  }

  #roots(): UnityObject {
    const nodes = [...this.nodes.values()].filter((node) => !node.parent).map((node) => node.transformId);
    const instances = this.instances.filter((instance) => !instance.parent).map((instance) => instance.id);
    return {
      classId: 1660057539,
      fileId: ROOTS_ID,
      type: "SceneRoots",
      fields: { m_ObjectHideFlags: 0, m_Roots: [...nodes, ...instances].map(local) },
    };
  }
}
