import { audioListener, audioSource, boxCollider, camera, meshCollider, missingScript, shape } from "../unity/components.ts";
import { guidOf, seededRandom } from "../unity/identity.ts";
import { box, button, canvas, canvasRenderer, eventSystem, image, label, layoutGroup, stretched } from "../unity/interface.ts";
import { light } from "../unity/light.ts";
import { asset, engine, nothing, sprite } from "../unity/references.ts";
import { Scene } from "../unity/scene.ts";
import type { Mood } from "../unity/scene-settings.ts";
import type { Vector3 } from "../unity/space.ts";
import { rgba, vec3 } from "../unity/yaml.ts";
import { eventChannel, SETTINGS, TIDES, weather } from "./data.ts";
import { material } from "./materials.ts";
import { islandMesh } from "./models.ts";
import type { Prefabs } from "./prefabs.ts";
import { HOME, type Project } from "./project.ts";
import { DELETED_SCRIPT, own, scriptPath } from "./scripts.ts";
import { soundPath } from "./sounds.ts";
import { iconPath } from "./textures.ts";

const scenePath = (name: string): string => `${HOME}/Scenes/${name}.unity`;

/** The scenes of a build, the first one first; the last is only for trying things out. */
export const BUILD_SCENES = ["Boot", "MainMenu", "Island", "LighthouseInterior"].map(scenePath);
export const SANDBOX_SCENE = scenePath("Sandbox/Beach");

const ambient = { sky: rgba(0.24, 0.28, 0.38), equator: rgba(0.3, 0.27, 0.27), ground: rgba(0.08, 0.08, 0.1) };
const outdoors: Mood = { ambient, skybox: material("DuskSky"), fog: { color: [0.42, 0.45, 0.52], density: 0.008 } };
const indoors: Mood = {
  ambient: { sky: rgba(0.1, 0.1, 0.12), equator: rgba(0.1, 0.1, 0.12), ground: rgba(0.05, 0.05, 0.06) },
  skybox: nothing,
  bakesLight: true,
};

export function addScenes(project: Project, prefabs: Prefabs): void {
  const scenes = [makeBoot(), makeMainMenu(), makeIsland(prefabs), makeInterior(prefabs), makeBeach(prefabs)];
  for (const scene of scenes) project.asset(scene.path, scene.text());
}

function makeBoot(): Scene {
  const boot = new Scene(scenePath("Boot"), indoors);
  boot.object("Camera", {
    tag: "MainCamera",
    components: [camera({ skybox: false, background: rgba(0.02, 0.03, 0.05, 0) }), audioListener],
  });
  boot.object("SceneLoader", { components: [own("Core/SceneLoader", { sceneName: "MainMenu", minimumSeconds: 1.5, loadOnStart: 1 })] });
  const screen = boot.object("Canvas", { rect: box([0, 0], [0, 0], [0, 0]), components: canvas(0) });
  boot.object("Title", {
    parent: screen,
    rect: box([0.5, 0.5], [0, 0], [800, 120]),
    components: [canvasRenderer, label("SKERRY", { size: 64, bold: true })],
  });
  return boot;
}

function makeMainMenu(): Scene {
  const menu = new Scene(scenePath("MainMenu"), outdoors);
  menu.object("Main Camera", {
    at: [0, 1.6, -8],
    euler: [-6, 0, 0],
    tag: "MainCamera",
    components: [camera({ fieldOfView: 48 }), audioListener],
  });
  menu.object("Moon", { euler: [38, -30, 0], components: [light({ kind: "directional", color: rgba(0.62, 0.72, 0.95), intensity: 0.5 })] });
  menu.object("Surf", { components: [audioSource(asset(soundPath("Waves")), { loop: true, playOnAwake: true, volume: 0.6 })] });
  menu.object("EventSystem", { components: eventSystem });
  const loader = menu.object("SceneLoader").add(own("Core/SceneLoader", { sceneName: "Island", minimumSeconds: 0.5, loadOnStart: 0 }));
  const screen = menu.object("Canvas", { rect: box([0, 0], [0, 0], [0, 0]), components: canvas(0) });
  const version = menu.object("Version", { parent: screen, rect: box([1, 0], [-24, 16], [300, 40]), components: [canvasRenderer] });
  const versionLabel = version.add(label("Version 0.3.0", { size: 20, alignment: 5, color: rgba(1, 1, 1, 0.5) }));
  const receiver = screen.add(own("Interface/MenuScreen", { loader, versionLabel }));
  menu.object("Title", {
    parent: screen,
    rect: box([0.5, 1], [0, -160], [1200, 180]),
    components: [canvasRenderer, label("SKERRY", { size: 120, bold: true })],
  });
  const column = menu.object("Buttons", {
    parent: screen,
    rect: box([0.5, 0.5], [0, -120], [420, 260]),
    components: [layoutGroup("vertical", 18)],
  });
  for (const [method, caption] of [
    ["Play", "Light the lamp"],
    ["Quit", "Leave the island"],
  ] as const) {
    const item = menu.object(`${method}Button`, { parent: column, rect: box([0.5, 0.5], [0, 0], [380, 84]), components: [canvasRenderer] });
    const background = item.add(image(sprite(iconPath("Panel")), { kind: "sliced" }));
    item.add(button(background, { receiver, typeName: "Skerry.Interface.MenuScreen, Skerry.Runtime", method }));
    menu.object("Label", { parent: item, rect: stretched, components: [canvasRenderer, label(caption)] });
  }
  return menu;
}

function makeIsland(prefabs: Prefabs): Scene {
  const island = new Scene(scenePath("Island"), outdoors);
  const view = island.object("Main Camera", {
    at: [0, 9, -22],
    euler: [18, 0, 0],
    tag: "MainCamera",
    components: [camera(), audioListener],
  });
  view.add(own("Player/FollowCamera", { target: nothing, offset: vec3(0, 3, -6), smoothSeconds: 0.25 }));
  const sun = island.object("Sun", {
    euler: [8, 30, 0],
    components: [light({ kind: "directional", color: rgba(1, 0.86, 0.72), intensity: 0.9, castsShadows: true })],
  });

  const land = island.object("Land", { isStatic: true });
  const ground = island.object("Ground", { parent: land, isStatic: true, layer: 10, components: shape(islandMesh, material("Grass")) });
  ground.add(meshCollider(islandMesh));
  const sea = island.object("Sea", { layer: 4, scale: [60, 1, 60], components: shape(engine.plane, material("Sea")) });
  const rocks = island.object("Rocks", { parent: land, isStatic: true });
  scatter(48, 70, "rocks", (index, at, turn) => {
    const source = [prefabs.Rock, prefabs.RockWet, prefabs.RockLichen][index % 3] ?? prefabs.Rock;
    island.instance(source, rocks, { name: `${source.name} (${index})`, at, euler: [0, turn, 0] });
  });

  const lighthouse = island.instance(prefabs.Lighthouse, undefined, {
    at: [4, 16.5, -2],
    overrides: [{ target: ["Lighthouse/LampRoom/Lamp", scriptPath("World/LampController")], path: "secondsPerCan", value: 240 }],
  });
  const lamp = lighthouse.inner(["Lighthouse/LampRoom/Lamp", scriptPath("World/LampController")]);
  lighthouse.addComponent("Lighthouse", audioSource(asset(soundPath("Foghorn")), { volume: 0.9, reachMetres: 300 }));
  island.instance(prefabs.Jetty, undefined, { at: [38, 0.4, 22], euler: [0, 74, 0] });
  island.instance(prefabs.Harbourmaster, undefined, { at: [36, 1.6, 20], euler: [0, -60, 0] });

  const clock = island.object("Clock");
  const clockScript = clock.add(
    own("Core/GameClock", { secondsPerDay: 600, startHour: 18, sun: sun.component("Light"), nightFell: eventChannel("NightFell") }),
  );
  const sky = island.object("Weather");
  const ambience = sky.add(audioSource(asset(soundPath("Waves")), { loop: true, playOnAwake: true, volume: 0.7 }));
  sky.add(
    own("World/WeatherController", {
      profiles: ["Clear", "Drizzle", "Fog", "Gale"].map(weather),
      blendSeconds: 20,
      holdSeconds: 120,
      sun: sun.component("Light"),
      ambience,
    }),
  );
  island.object("Tide", { components: [own("World/TideLevel", { sea: sea.transform, clock: clockScript, table: asset(TIDES) })] });
  const spawn = island.object("SpawnPoint", { at: [10, 15.2, 6], euler: [0, 200, 0], tag: "Respawn" });
  island.object("Director", {
    components: [
      own("Core/GameDirector", {
        settings: asset(SETTINGS),
        clock: clockScript,
        lamp,
        spawnPoint: spawn.transform,
        nightFell: eventChannel("NightFell"),
      }),
    ],
  });
  island.object("Old Tide Gauge", {
    at: [40, 0, 26],
    components: [...shape(engine.cylinder, material("RoofTar")), missingScript(guidOf(DELETED_SCRIPT), { heightMetres: 2.4, marks: 12 })],
  });

  placeBoats(island, prefabs);
  placeItems(island, prefabs);
  for (const [index, at] of (
    [
      [0, 34, 10],
      [-18, 28, -6],
      [25, 30, 18],
    ] as const
  ).entries()) {
    island.instance(prefabs.Gull, undefined, {
      name: `Gull (${index})`,
      at,
      overrides: [{ target: ["Gull", scriptPath("World/GullPath")], path: "radiusMetres", value: 10 + index * 4 }],
    });
  }
  island.object("EventSystem", { components: eventSystem });
  const hud = island.instance(prefabs.Hud, undefined);
  island.instance(prefabs.DialogueBox, hud.innerParent("Hud"));
  return island;
}

/** Buoys, a fog bank, and a boat whose waypoints are set as overrides of its list. */
function placeBoats(island: Scene, prefabs: Prefabs): void {
  const fairway = island.object("Fairway");
  const marks: Vector3[] = [
    [60, 0, 40],
    [95, 0, 10],
    [80, 0, -50],
    [30, 0, -80],
  ];
  for (const [index, at] of marks.entries()) {
    const source = index % 2 === 0 ? prefabs.Buoy : prefabs.BuoyGreen;
    island.instance(source, fairway, { name: `${source.name} ${index + 1}`, at });
  }
  const route = island.object("BoatRoute", { parent: fairway });
  const stops = marks.map(([x, y, z], index) => island.object(`Stop (${index})`, { parent: route, at: [x + 8, y, z] }));
  const script = ["Boat", scriptPath("World/BoatRoute")] as const;
  island.instance(prefabs.Boat, fairway, {
    name: "Boat #3",
    at: [70, 0, 30],
    overrides: [
      { target: script, path: "waypoints.Array.size", value: stops.length },
      ...stops.map((stop, index) => ({ target: script, path: `waypoints.Array.data[${index}]`, reference: stop.transform })),
    ],
  });
  island.instance(prefabs.FogBank, fairway, { at: [100, 0, -20], euler: [0, 35, 0] });
}

function placeItems(island: Scene, prefabs: Prefabs): void {
  const items = island.object("Items");
  const sources = ["OilCan", "OilCan", "OilCan", "Rope", "Rope", "Lens", "Shell", "Shell", "Shell", "Flare"] as const;
  scatter(sources.length, 34, "items", (index, at, turn) => {
    const name = sources[index] ?? "Shell";
    const source = prefabs[`${name}Pickup`];
    if (source) island.instance(source, items, { name: `${name} (${index})`, at: [at[0], at[1] + 6, at[2]], euler: [0, turn, 0] });
  });
}

function makeInterior(prefabs: Prefabs): Scene {
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

function makeBeach(prefabs: Prefabs): Scene {
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

/** Calls `place` for `count` points in a disc, always the same for the same seed. */
function scatter(count: number, radius: number, seed: string, place: (index: number, at: Vector3, turnDegrees: number) => void): void {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index++) {
    const angle = random() * Math.PI * 2;
    const distance = Math.sqrt(random()) * radius;
    const rounded = (value: number): number => Math.round(value * 100) / 100;
    place(
      index,
      [rounded(Math.cos(angle) * distance), rounded(random() * 2), rounded(Math.sin(angle) * distance)],
      rounded(random() * 360),
    );
  }
}
