import { animator, audioSource, boxCollider, meshCollider, rigidbody, shape, sphereCollider } from "../unity/components.ts";
import { light } from "../unity/light.ts";
import { Prefab } from "../unity/prefab.ts";
import { asset, engine, nothing } from "../unity/references.ts";
import { rgba, vec3 } from "../unity/yaml.ts";
import { controller } from "./animations.ts";
import { item } from "./data.ts";
import { material } from "./materials.ts";
import { model } from "./models.ts";
import { friction } from "./physics.ts";
import { HOME } from "./project.ts";
import { own, scriptPath } from "./scripts.ts";
import { soundPath } from "./sounds.ts";

export type Environment = ReturnType<typeof addEnvironment>;

const prefab = (name: string): Prefab => new Prefab(`${HOME}/Prefabs/Environment/${name}.prefab`);

export function addEnvironment() {
  const Rock = makeRock();
  const Lamp = makeLamp();
  const Door = makeDoor();
  const Plank = makePlank();
  const Buoy = makeBuoy();
  return {
    Rock,
    RockWet: makeWetRock(Rock),
    RockLichen: makeLichenRock(Rock),
    Lamp,
    Door,
    DoorLocked: makeLockedDoor(Door),
    Lighthouse: makeLighthouse(Lamp, Door),
    Plank,
    Jetty: makeJetty(Plank),
    Buoy,
    BuoyGreen: makeGreenBuoy(Buoy),
    Boat: makeBoat(),
    Crate: makeCrate(),
    FogBank: makeFogBank(),
  };
}

function makeRock(): Prefab {
  const rock = prefab("Rock");
  const root = rock.object("Rock", {
    isStatic: true,
    components: [meshCollider(model("Rock"), { convex: true, material: friction("WetRock") })],
  });
  rock.object("Model", { parent: root, isStatic: true, components: shape(model("Rock"), material("Basalt")) });
  return rock;
}

function makeWetRock(base: Prefab): Prefab {
  const rock = prefab("RockWet");
  rock.instance(base, undefined, {
    name: "RockWet",
    overrides: [{ target: ["Rock/Model", "MeshRenderer"], path: "m_Materials.Array.data[0]", reference: material("BasaltWet") }],
  });
  return rock;
}

/** A variant with a child of its own and without the base's collider. */
function makeLichenRock(base: Prefab): Prefab {
  const rock = prefab("RockLichen");
  const instance = rock.instance(base, undefined, {
    name: "RockLichen",
    overrides: [{ target: ["Rock/Model", "MeshRenderer"], path: "m_Materials.Array.data[0]", reference: material("Lichen") }],
    removed: [["Rock", "MeshCollider"]],
  });
  rock.object("Tuft", {
    parent: instance.innerParent("Rock"),
    at: [0, 1, 0],
    scale: [0.4, 0.2, 0.4],
    components: shape(engine.sphere, material("Heather")),
  });
  instance.addComponent("Rock", sphereCollider(0.9, { center: vec3(0, 0.5, 0), material: friction("WetRock") }));
  return rock;
}

function makeLamp(): Prefab {
  const lamp = prefab("Lamp");
  const root = lamp.object("Lamp", { tag: "Lamp", components: [boxCollider(vec3(2.4, 2.4, 2.4), { trigger: true })] });
  const turning = root.add(animator(controller("Lamp")));
  const hum = root.add(audioSource(asset(soundPath("Bell")), { loop: true, volume: 0.2, reachMetres: 12 }));
  lamp.object("Stand", { parent: root, at: [0, -0.6, 0], scale: [0.5, 0.6, 0.5], components: shape(engine.cylinder, material("Brass")) });
  const head = lamp.object("Head", { parent: root, components: shape(engine.sphere, material("LampGlass")) });
  const beam = lamp.object("Beam", {
    parent: head,
    euler: [4, 0, 0],
    components: [light({ kind: "spot", color: rgba(1, 0.9, 0.68), intensity: 6, rangeMetres: 220, spotDegrees: 16, castsShadows: true })],
  });
  const cone = lamp.object("Cone", {
    parent: head,
    at: [0, 0, 20],
    euler: [90, 0, 0],
    scale: [3, 20, 3],
    components: shape(engine.cylinder, material("LightBeam")),
  });
  root.add(
    own("World/LampController", {
      prompt: "Fill the lamp",
      head: turning,
      beam: beam.component("Light"),
      cone: cone.component("MeshRenderer"),
      hum,
      fuel: item("OilCan"),
      secondsPerCan: 180,
    }),
  );
  return lamp;
}

function makeDoor(): Prefab {
  const door = prefab("Door");
  const root = door.object("Door");
  const turning = root.add(animator(controller("Door")));
  const hinge = root.add(audioSource(asset(soundPath("Creak")), { reachMetres: 15 }));
  root.add(boxCollider(vec3(1.4, 2.2, 1.2), { trigger: true, center: vec3(0, 1.1, 0) }));
  root.add(own("World/Door", { prompt: "Open", animator: turning, hinge, key: nothing }));
  const pivot = door.object("Hinge", { parent: root, at: [-0.5, 0, 0] });
  const leaf = door.object("Leaf", {
    parent: pivot,
    at: [0.5, 1.05, 0],
    scale: [1, 2.1, 0.08],
    components: shape(engine.cube, material("PlanksTarred")),
  });
  leaf.add(boxCollider(vec3(1, 1, 1), { material: friction("OldWood") }));
  door.object("Handle", {
    parent: pivot,
    at: [0.88, 1, 0.08],
    scale: [0.08, 0.08, 0.08],
    components: shape(engine.sphere, material("Brass")),
  });
  return door;
}

function makeLockedDoor(base: Prefab): Prefab {
  const door = prefab("DoorLocked");
  const script = ["Door", scriptPath("World/Door")] as const;
  door.instance(base, undefined, {
    name: "DoorLocked",
    overrides: [
      { target: script, path: "key", reference: item("BrassKey") },
      { target: script, path: "prompt", value: "Unlock" },
      { target: ["Door/Hinge/Leaf", "MeshRenderer"], path: "m_Materials.Array.data[0]", reference: material("BuoyGreen") },
    ],
  });
  return door;
}

/** The tower: two nested prefabs, and a light that hangs in the nested lamp. */
function makeLighthouse(lamp: Prefab, door: Prefab): Prefab {
  const lighthouse = prefab("Lighthouse");
  const root = lighthouse.object("Lighthouse", { isStatic: true });
  const tower = lighthouse.object("Tower", { parent: root, isStatic: true, components: shape(model("Tower"), material("Whitewash")) });
  tower.add(meshCollider(model("Tower")));
  lighthouse.object("Band", {
    parent: tower,
    at: [0, 11, 0],
    scale: [6.9, 2, 6.9],
    isStatic: true,
    components: shape(engine.cylinder, material("RedStripes")),
  });
  const room = lighthouse.object("LampRoom", {
    parent: root,
    at: [0, 22, 0],
    isStatic: true,
    components: shape(model("LampRoom"), material("LampGlass")),
  });
  lighthouse.object("Cupola", { parent: room, at: [0, 2.4, 0], isStatic: true, components: shape(model("Cupola"), material("RoofTar")) });
  const placed = lighthouse.instance(lamp, room, {
    at: [0, 1.2, 0],
    overrides: [
      { target: ["Lamp/Head/Beam", "Light"], path: "m_Intensity", value: 7.5 },
      { target: ["Lamp/Head/Beam", "Light"], path: "m_Range", value: 260 },
    ],
  });
  lighthouse.object("Glow", {
    parent: placed.innerParent("Lamp/Head"),
    components: [light({ kind: "point", color: rgba(1, 0.85, 0.6), intensity: 1.4, rangeMetres: 8 })],
  });
  lighthouse.instance(door, root, { name: "FrontDoor", at: [0, 0.2, 4.05] });
  return lighthouse;
}

function makePlank(): Prefab {
  const plank = prefab("Plank");
  const root = plank.object("Plank", { scale: [2.4, 0.08, 0.4], isStatic: true, components: shape(engine.cube, material("Planks")) });
  root.add(boxCollider(vec3(1, 1, 1), { material: friction("OldWood") }));
  return plank;
}

function makeJetty(plank: Prefab): Prefab {
  const jetty = prefab("Jetty");
  const root = jetty.object("Jetty", { isStatic: true });
  const deck = jetty.object("Deck", { parent: root, at: [0, 1.2, 0], isStatic: true });
  for (let index = 0; index < 8; index++) {
    const tarred = { target: ["Plank", "MeshRenderer"] as const, path: "m_Materials.Array.data[0]", reference: material("PlanksTarred") };
    jetty.instance(plank, deck, {
      name: `Plank (${index})`,
      at: [0, 0, index * 0.46],
      euler: [0, (index % 3) - 1, 0],
      overrides: index % 4 === 3 ? [tarred] : [],
    });
  }
  for (const [index, x] of [-1.1, 1.1].entries()) {
    const post = jetty.object(`Post (${index})`, {
      parent: root,
      at: [x, -1.5, 3.4],
      isStatic: true,
      components: shape(model("Post"), material("PlanksTarred")),
    });
    post.add(meshCollider(model("Post"), { convex: true, material: friction("OldWood") }));
  }
  return jetty;
}

function makeBuoy(): Prefab {
  const buoy = prefab("Buoy");
  const root = buoy.object("Buoy", {
    components: [rigidbody(120, { drag: 2, kinematic: true }), sphereCollider(0.9, { material: friction("CorkFender") })],
  });
  const bell = root.add(audioSource(asset(soundPath("Bell")), { volume: 0.6, reachMetres: 80 }));
  root.add(own("World/Buoy", { amplitudeMetres: 0.3, periodSeconds: 4, leanDegrees: 12, bell }));
  buoy.object("Model", { parent: root, components: shape(model("Buoy"), material("BuoyRed")) });
  return buoy;
}

/** A variant with a light added to a child of the base. */
function makeGreenBuoy(base: Prefab): Prefab {
  const buoy = prefab("BuoyGreen");
  const instance = buoy.instance(base, undefined, {
    name: "BuoyGreen",
    overrides: [
      { target: ["Buoy/Model", "MeshRenderer"], path: "m_Materials.Array.data[0]", reference: material("BuoyGreen") },
      { target: ["Buoy", scriptPath("World/Buoy")], path: "periodSeconds", value: 5.5 },
    ],
    removed: [["Buoy", "AudioSource"]],
  });
  instance.addComponent("Buoy/Model", light({ kind: "point", color: rgba(0.3, 1, 0.5), intensity: 2, rangeMetres: 6 }));
  return buoy;
}

function makeBoat(): Prefab {
  const boat = prefab("Boat");
  const root = boat.object("Boat", {
    components: [own("World/BoatRoute", { waypoints: [], metresPerSecond: 2.5, turnDegreesPerSecond: 25, ring: true })],
  });
  const hull = boat.object("Hull", { parent: root, at: [0, -0.2, 0], components: shape(model("Hull"), material("Planks")) });
  hull.add(meshCollider(model("Hull"), { convex: true }));
  boat.object("Mast", {
    parent: root,
    at: [0, 1.6, 0.3],
    scale: [0.08, 1.5, 0.08],
    components: shape(engine.cylinder, material("PlanksTarred")),
  });
  boat.object("Sail", {
    parent: root,
    at: [0, 1.9, -0.4],
    euler: [0, 82, 0],
    scale: [1.4, 2, 1],
    components: shape(engine.quad, material("Canvas")),
  });
  boat.object("SternLight", {
    parent: root,
    at: [0, 0.9, -2],
    components: [light({ kind: "point", color: rgba(1, 1, 0.9), intensity: 1, rangeMetres: 5 })],
  });
  return boat;
}

function makeCrate(): Prefab {
  const crate = prefab("Crate");
  crate.object("Crate", {
    components: [...shape(engine.cube, material("Planks")), boxCollider(vec3(1, 1, 1), { material: friction("OldWood") }), rigidbody(18)],
  });
  return crate;
}

function makeFogBank(): Prefab {
  const fog = prefab("FogBank");
  const root = fog.object("FogBank");
  for (let index = 0; index < 4; index++) {
    fog.object(`Card (${index})`, {
      parent: root,
      at: [index * 5 - 7.5, 2 + (index % 2), index * 3],
      scale: [18, 6, 1],
      components: shape(engine.quad, material("FogCard")),
    });
  }
  return fog;
}
