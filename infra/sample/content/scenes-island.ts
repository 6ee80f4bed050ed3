import { audioListener, audioSource, camera, meshCollider, script, shape } from "../unity/components.ts";
import { seededRandom } from "../unity/identity.ts";
import { eventSystem } from "../unity/interface.ts";
import { light } from "../unity/light.ts";
import { asset, engine, nothing } from "../unity/references.ts";
import { Scene } from "../unity/scene.ts";
import type { Vector3 } from "../unity/space.ts";
import { rgba, vec3 } from "../unity/yaml.ts";
import { eventChannel, SETTINGS, TIDES, weather } from "./data.ts";
import { material } from "./materials.ts";
import { islandMesh } from "./models.ts";
import type { Prefabs } from "./prefabs.ts";
import { outdoors } from "./scene-moods.ts";
import { scenePath } from "./scene-paths.ts";
import { DELETED_SCRIPT, own, scriptPath } from "./scripts.ts";
import { soundPath } from "./sounds.ts";

export function makeIsland(prefabs: Prefabs): Scene {
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
    components: [...shape(engine.cylinder, material("RoofTar")), script(DELETED_SCRIPT, { heightMetres: 2.4, marks: 12 })],
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
