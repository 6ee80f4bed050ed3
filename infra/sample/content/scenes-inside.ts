import { audioListener, boxCollider, camera, shape } from "../unity/components.ts";
import { light } from "../unity/light.ts";
import { asset, engine } from "../unity/references.ts";
import { Scene } from "../unity/scene.ts";
import type { Vector3 } from "../unity/space.ts";
import { rgba, vec3 } from "../unity/yaml.ts";
import { material } from "./materials.ts";
import type { Prefabs } from "./prefabs.ts";
import { HOME } from "./project.ts";
import { indoors, outdoors } from "./scene-moods.ts";
import { SANDBOX_SCENE, scenePath } from "./scene-paths.ts";

export function makeInterior(prefabs: Prefabs): Scene {
  const inside = new Scene(scenePath("LighthouseInterior"), indoors);
  inside.object("Main Camera", {
    at: [0, 2.2, -5],
    euler: [10, 0, 0],
    tag: "MainCamera",
    components: [camera({ skybox: false }), audioListener],
  });
  const room = inside.object("Room", { isStatic: true });
  const floor = inside.object("Floor", {
    parent: room,
    isStatic: true,
    scale: [6, 0.1, 6],
    components: shape(engine.cylinder, material("Planks")),
  });
  floor.add(boxCollider(vec3(1, 2, 1)));
  inside.object("Wall", {
    parent: room,
    isStatic: true,
    scale: [-1, 1, 1],
    components: shape(asset(`${HOME}/Models/Tower.obj`), material("Whitewash")),
  });
  const stairs = inside.object("Stairs", { parent: room, isStatic: true });
  for (let index = 0; index < 16; index++) {
    const turn = index * 22.5;
    const angle = (turn * Math.PI) / 180;
    const at: Vector3 = [Math.sin(angle) * 2.4, index * 0.25, Math.cos(angle) * 2.4];
    inside.instance(prefabs.Plank, stairs, { name: `Step (${index})`, at, euler: [0, turn, 0] });
  }
  inside.object("Stove", {
    at: [-1.8, 0.5, 1.2],
    components: [
      ...shape(engine.cylinder, material("OilskinBlack")),
      light({ kind: "point", color: rgba(1, 0.5, 0.2), intensity: 1.6, rangeMetres: 6, castsShadows: true }),
    ],
  });
  inside.instance(prefabs.DoorLocked, undefined, { name: "GalleryDoor", at: [0, 4, 2.6] });
  inside.instance(prefabs.Crate, undefined, { name: "Crate", at: [1.6, 0.5, 1.4], euler: [0, 18, 0] });
  inside.instance(prefabs.Crate, undefined, {
    name: "Crate (fixed)",
    at: [1.6, 1.5, 1.4],
    euler: [0, -7, 0],
    removed: [["Crate", "Rigidbody"]],
  });
  const key = prefabs.BrassKeyPickup;
  if (key) inside.instance(key, undefined, { at: [-0.8, 0.9, 2] });
  inside.instance(prefabs.KeeperNight, undefined, { at: [0, 0.1, -1] });
  return inside;
}

export function makeBeach(prefabs: Prefabs): Scene {
  const beach = new Scene(SANDBOX_SCENE, outdoors);
  beach.object("Main Camera", { at: [0, 4, -10], euler: [15, 0, 0], tag: "MainCamera", components: [camera(), audioListener] });
  beach.object("Directional Light", {
    at: [0, 3, 0],
    euler: [50, -30, 0],
    components: [light({ kind: "directional", color: rgba(1, 0.9568627, 0.8392157), intensity: 1, castsShadows: true })],
  });
  beach.object("Sand", { scale: [4, 1, 4], components: shape(engine.plane, material("Sand")) });
  beach.object("Shingle", { at: [0, 0.01, 6], scale: [4, 1, 1], components: shape(engine.plane, material("Shingle")) });
  beach.object("Note", {
    at: [0, 1, 2],
    components: [
      {
        classId: 102,
        type: "TextMesh",
        head: { serializedVersion: 3 },
        fields: {
          m_Text: "Try pickups here # 1",
          m_OffsetZ: 0,
          m_CharacterSize: 0.2,
          m_LineSpacing: 1,
          m_Anchor: 4,
          m_Alignment: 1,
          m_TabSize: 4,
          m_FontSize: 48,
          m_FontStyle: 0,
          m_RichText: 1,
          m_Font: engine.font,
          m_Color: { serializedVersion: 2, rgba: 4294967295 },
        },
      },
    ],
  });
  beach.instance(prefabs.Keeper, undefined, { at: [0, 0, -2] });
  beach.instance(prefabs.Pickup, undefined, { at: [2, 0, 0] });
  beach.instance(prefabs.RockLichen, undefined, { at: [-3, 0, 1], euler: [0, 41, 0] });
  return beach;
}
