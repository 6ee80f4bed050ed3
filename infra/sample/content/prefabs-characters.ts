import { animator, audioSource, characterController, curve, shape } from "../unity/components.ts";
import { light } from "../unity/light.ts";
import { Prefab } from "../unity/prefab.ts";
import { asset, engine } from "../unity/references.ts";
import { rgba } from "../unity/yaml.ts";
import { controller } from "./animations.ts";
import { item } from "./data.ts";
import { material } from "./materials.ts";
import type { Items } from "./prefabs-items.ts";
import { HOME } from "./project.ts";
import { own, scriptPath } from "./scripts.ts";
import { soundPath } from "./sounds.ts";

const prefab = (name: string): Prefab => new Prefab(`${HOME}/Prefabs/Characters/${name}.prefab`);

export function addCharacters(items: Items) {
  const Keeper = makeKeeper();
  return { Keeper, KeeperNight: makeNightKeeper(Keeper, items), Harbourmaster: makeHarbourmaster(Keeper), Gull: makeGull() };
}

function makeKeeper(): Prefab {
  const keeper = prefab("Keeper");
  const root = keeper.object("Keeper", { tag: "Player", layer: 9, components: [characterController(1.8, 0.32)] });
  const walking = root.add(animator(controller("Keeper")));
  const steps = root.add(audioSource(asset(soundPath("Footstep")), { volume: 0.5, reachMetres: 12 }));
  root.add(own("Player/KeeperMotor", { walkSpeed: 3.2, turnDegreesPerSecond: 540, gravity: -9.81, animator: walking, steps }));
  root.add(own("Player/Inventory", { capacity: 6, stacks: [{ item: item("LogBook"), count: 1 }] }));
  root.add(own("Player/KeeperInteractor", { reach: 1.8, mask: { serializedVersion: 2, m_Bits: 4294967039 }, button: "Submit" }));
  const body = keeper.object("Body", {
    parent: root,
    at: [0, 0.9, 0],
    scale: [0.6, 0.7, 0.45],
    layer: 9,
    components: shape(engine.capsule, material("Oilskin")),
  });
  keeper.object("Head", {
    parent: body,
    at: [0, 1.25, 0],
    scale: [0.5, 0.42, 0.6],
    layer: 9,
    components: shape(engine.sphere, material("Skin")),
  });
  keeper.object("SouWester", {
    parent: body,
    at: [0, 1.5, -0.08],
    scale: [0.85, 0.06, 1.1],
    layer: 9,
    components: shape(engine.cylinder, material("Oilskin")),
  });
  return keeper;
}

/** The keeper after dusk: a nested lantern with a flame on top of it. */
function makeNightKeeper(base: Prefab, { LanternPickup }: Items): Prefab {
  const keeper = prefab("KeeperNight");
  if (!LanternPickup) throw new Error("There is no lantern");
  const instance = keeper.instance(base, undefined, {
    name: "KeeperNight",
    overrides: [
      { target: ["Keeper", scriptPath("Player/KeeperMotor")], path: "walkSpeed", value: 2.4 },
      { target: ["Keeper/Body", "MeshRenderer"], path: "m_Materials.Array.data[0]", reference: material("OilskinBlack") },
      { target: ["Keeper", scriptPath("Player/Inventory")], path: "stacks.Array.size", value: 2 },
      { target: ["Keeper", scriptPath("Player/Inventory")], path: "stacks.Array.data[1].item", reference: item("Lantern") },
      { target: ["Keeper", scriptPath("Player/Inventory")], path: "stacks.Array.data[1].count", value: 1 },
    ],
  });
  const hand = keeper.object("Hand", { parent: instance.innerParent("Keeper/Body"), at: [0.7, 0.1, 0.5], layer: 9 });
  const lantern = keeper.instance(LanternPickup, hand, {
    name: "Lantern",
    removed: [
      ["Pickup", "SphereCollider"],
      ["Pickup", scriptPath("World/Pickup")],
    ],
  });
  const flame = keeper.object("Flame", { parent: lantern.innerParent("Pickup"), at: [0, 0.35, 0] });
  const glow = flame.add(light({ kind: "point", color: rgba(1, 0.76, 0.42), intensity: 1.8, rangeMetres: 9, castsShadows: true }));
  flame.add(own("Player/LanternFlicker", { flame: glow, flicker: curve([0, 1], [0.35, 0.82], [0.6, 1.08], [1, 1]), cyclesPerSecond: 1.5 }));
  return keeper;
}

function makeHarbourmaster(base: Prefab): Prefab {
  const harbourmaster = prefab("Harbourmaster");
  harbourmaster.instance(base, undefined, {
    name: "Harbourmaster",
    overrides: [
      { target: ["Keeper", "GameObject"], path: "m_TagString", value: "Untagged" },
      { target: ["Keeper/Body", "MeshRenderer"], path: "m_Materials.Array.data[0]", reference: material("OilskinBlack") },
      { target: ["Keeper/Body/SouWester", "GameObject"], path: "m_IsActive", value: 0 },
    ],
    removed: [
      ["Keeper", scriptPath("Player/KeeperMotor")],
      ["Keeper", scriptPath("Player/KeeperInteractor")],
    ],
  });
  return harbourmaster;
}

function makeGull(): Prefab {
  const gull = prefab("Gull");
  const root = gull.object("Gull");
  const wings = root.add(animator(controller("Gull")));
  const cry = root.add(audioSource(asset(soundPath("Gull")), { volume: 0.7, reachMetres: 60 }));
  root.add(own("World/GullPath", { radiusMetres: 14, swayMetres: 2, degreesPerSecond: 20, wings, cry }));
  gull.object("Body", {
    parent: root,
    euler: [90, 0, 0],
    scale: [0.22, 0.4, 0.22],
    components: shape(engine.capsule, material("Feather")),
  });
  for (const [name, side] of [
    ["WingLeft", -1],
    ["WingRight", 1],
  ] as const) {
    const wing = gull.object(name, { parent: root });
    gull.object("Feathers", {
      parent: wing,
      at: [side * 0.5, 0, 0],
      scale: [0.9, 0.03, 0.3],
      components: shape(engine.cube, material("Feather")),
    });
  }
  return gull;
}
