import { shape, sphereCollider } from "../unity/components.ts";
import type { Override } from "../unity/prefab.ts";
import { Prefab } from "../unity/prefab.ts";
import { asset, engine } from "../unity/references.ts";
import type { Flow } from "../unity/yaml.ts";
import { vec3 } from "../unity/yaml.ts";
import { ITEM_NAMES, item, itemPrefabPath } from "./data.ts";
import { material } from "./materials.ts";
import { HOME } from "./project.ts";
import { own, scriptPath } from "./scripts.ts";
import { soundPath } from "./sounds.ts";

export type Items = Record<`${string}Pickup`, Prefab> & { readonly Pickup: Prefab };

const LOOKS: Record<string, { mesh: Flow; material: string; scale: number }> = {
  OilCan: { mesh: engine.cylinder, material: "Brass", scale: 0.3 },
  Lens: { mesh: engine.sphere, material: "LampGlass", scale: 0.45 },
  Rope: { mesh: engine.cylinder, material: "Canvas", scale: 0.4 },
  BrassKey: { mesh: engine.capsule, material: "Brass", scale: 0.15 },
  LogBook: { mesh: engine.cube, material: "OilskinBlack", scale: 0.3 },
  Flare: { mesh: engine.capsule, material: "BuoyRed", scale: 0.2 },
  Lantern: { mesh: engine.cube, material: "LampGlass", scale: 0.25 },
  Shell: { mesh: engine.sphere, material: "Sand", scale: 0.2 },
};

/** The pickup that lies anywhere, and a variant of it for every item. */
export function addItems(): Items {
  const base = new Prefab(`${HOME}/Prefabs/Items/Pickup.prefab`);
  const root = base.object("Pickup", {
    layer: 8,
    tag: "Item",
    components: [
      sphereCollider(0.6, { trigger: true }),
      own("World/Pickup", { prompt: "Take", item: item("Shell"), count: 1, sound: asset(soundPath("Pickup")), turnDegreesPerSecond: 40 }),
    ],
  });
  base.object("Model", {
    parent: root,
    at: [0, 0.3, 0],
    scale: [0.3, 0.3, 0.3],
    layer: 8,
    components: shape(engine.sphere, material("Shingle")),
  });
  const variants = Object.fromEntries(ITEM_NAMES.map((name) => [`${name}Pickup`, variant(base, name)] as const));
  return { ...variants, Pickup: base };
}

function variant(base: Prefab, name: string): Prefab {
  const prefab = new Prefab(itemPrefabPath(name));
  const look = LOOKS[name];
  if (!look) throw new Error(`${name} has no look`);
  const script = ["Pickup", scriptPath("World/Pickup")] as const;
  const overrides: Override[] = [
    { target: script, path: "item", reference: item(name) },
    { target: ["Pickup/Model", "MeshFilter"], path: "m_Mesh", reference: look.mesh },
    { target: ["Pickup/Model", "MeshRenderer"], path: "m_Materials.Array.data[0]", reference: material(look.material) },
    ...(["x", "y", "z"] as const).map((axis) => ({
      target: ["Pickup/Model", "Transform"] as const,
      path: `m_LocalScale.${axis}`,
      value: look.scale,
    })),
  ];
  if (name === "Shell") overrides.push({ target: script, path: "count", value: 2 });
  const instance = prefab.instance(base, undefined, { name: `${name}Pickup`, overrides });
  if (name === "Lantern") instance.addComponent("Pickup", sphereCollider(0.2, { center: vec3(0, 0.3, 0) }));
  return prefab;
}
