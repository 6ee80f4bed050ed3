import { curve } from "../unity/components.ts";
import { scriptableObject, serialize } from "../unity/document.ts";
import { hash64 } from "../unity/identity.ts";
import { asset, nothing, sprite } from "../unity/references.ts";
import { type Fields, type Flow, flow, rgba, type Value, vec2 } from "../unity/yaml.ts";
import { HOME, type Project } from "./project.ts";
import { scriptAsset } from "./scripts.ts";
import { soundPath } from "./sounds.ts";
import { iconPath, WEATHER_SHEET, WEATHER_SPRITES } from "./textures.ts";

const dataPath = (folder: string, name: string): string => `${HOME}/Data/${folder}/${name}.asset`;
export const item = (name: string): Flow => asset(dataPath("Items", name));
export const weather = (name: string): Flow => asset(dataPath("Weather", name));
export const eventChannel = (name: string): Flow => asset(dataPath("Events", name));
export const SETTINGS = dataPath("Settings", "GameSettings");
export const TIDES = `${HOME}/Text/Tides.json`;

/** Where the prefab of an item that lies in the world is. */
export const itemPrefabPath = (name: string): string => `${HOME}/Prefabs/Items/${name}Pickup.prefab`;

type Item = { readonly label: string; readonly about: string; readonly stack: number; readonly tint?: Flow };

const ITEMS: Record<string, Item> = {
  OilCan: { label: "Oil can", about: "Three hours of light, if the wick is trimmed.", stack: 3 },
  Lens: {
    label: "Fresnel lens",
    about: "Cut in Paris, dropped on the stairs, and whole by some wonder. It makes a candle reach the horizon: handle it by the brass.",
    stack: 1,
    tint: rgba(0.85, 0.95, 1),
  },
  Rope: { label: "Coil of rope", about: "Twelve fathoms of hemp.", stack: 2 },
  BrassKey: { label: "Brass key", about: "It fits the gallery door. It should: it was made for it.", stack: 1 },
  LogBook: { label: "Log book", about: "Wind, sea, visibility.\nThe last page is missing.", stack: 1 },
  Flare: { label: "Signal flare", about: "Burns red for a minute \u2013 keep away from oil.", stack: 4, tint: rgba(1, 0.6, 0.5) },
  Lantern: { label: "Lantern", about: "Light for one.", stack: 1 },
  Shell: { label: "Shell", about: "You can hear the sea in it. You can hear the sea anyway.", stack: 9 },
};

export const ITEM_NAMES = Object.keys(ITEMS);

type Weather = { readonly fog: Flow; readonly density: number; readonly wind: number; readonly sun: number };

const WEATHERS: Record<string, Weather> = {
  Clear: { fog: rgba(0.7, 0.78, 0.86), density: 0.002, wind: 3, sun: 1.1 },
  Drizzle: { fog: rgba(0.56, 0.61, 0.66), density: 0.012, wind: 6, sun: 0.6 },
  Fog: { fog: rgba(0.74, 0.76, 0.78), density: 0.06, wind: 1, sun: 0.35 },
  Gale: { fog: rgba(0.32, 0.36, 0.42), density: 0.02, wind: 22, sun: 0.25 },
};

type Quest = {
  readonly title: string;
  readonly summary: string;
  readonly steps: readonly Step[];
  readonly reward?: string;
  readonly next?: string;
};
type Step = readonly [text: string, item: string, count: number];

const QUESTS: Record<string, Quest> = {
  FirstLight: {
    title: "First light",
    summary: "Find oil before dusk and light the lamp.",
    steps: [["Find an oil can", "OilCan", 1]],
    reward: "Lantern",
    next: "MendTheJetty",
  },
  MendTheJetty: {
    title: "Mend the jetty",
    summary: "The gale took two planks. Rope will do until spring.",
    steps: [["Bring rope", "Rope", 2]],
    next: "TheLostLens",
  },
  TheLostLens: {
    title: "The lost lens",
    summary: "The lens was carried down for cleaning: find it, and the key of the gallery.",
    steps: [
      ["Find the lens", "Lens", 1],
      ["Find the brass key", "BrassKey", 1],
    ],
    reward: "Flare",
    next: "LastPage",
  },
  LastPage: { title: "The last page", summary: "Somebody tore a page out of the log.", steps: [["Read the log book", "LogBook", 1]] },
};

type Effect = { readonly type: "GiveItemEffect" | "TakeItemEffect"; readonly item: string; readonly count: number };
type Dialogue = {
  readonly speaker: string;
  readonly portrait: string;
  readonly lines: readonly (readonly [text: string, sound?: string])[];
  readonly effects: readonly Effect[];
};

const DIALOGUES: Record<string, Dialogue> = {
  HarbourmasterMorning: {
    speaker: "Harbourmaster",
    portrait: "Harbourmaster",
    lines: [
      ["Boat #3 is still out. Keep the light until she is home.", "Foghorn"],
      ["Here: oil for the night, and mind the stairs \u2014 they are wet."],
    ],
    effects: [{ type: "GiveItemEffect", item: "OilCan", count: 2 }],
  },
  HarbourmasterTrade: {
    speaker: "Harbourmaster",
    portrait: "Harbourmaster",
    lines: [["'Two shells for a flare', she says, as if it were a bargain."]],
    effects: [
      { type: "TakeItemEffect", item: "Shell", count: 2 },
      { type: "GiveItemEffect", item: "Flare", count: 1 },
    ],
  },
  KeeperWakes: {
    speaker: "Keeper",
    portrait: "Keeper",
    lines: [["Six o'clock. The sea is quiet: too quiet.", "Waves"], ["- and the lamp is cold."]],
    effects: [],
  },
};

/** Makes every ScriptableObject of the game; `prefabRoot` gives the reference to the root of a prefab. */
export function addData(project: Project, prefabRoot: (path: string) => Flow): void {
  const add = (folder: string, name: string, script: string, fields: Fields): void =>
    project.asset(dataPath(folder, name), serialize([scriptableObject(name, scriptAsset(script), fields)]));
  for (const [name, content] of Object.entries(ITEMS))
    add("Items", name, "Data/ItemDefinition", itemFields(name, content, prefabRoot(itemPrefabPath(name))));
  for (const [name, content] of Object.entries(WEATHERS)) add("Weather", name, "Data/WeatherProfile", weatherFields(name, content));
  for (const [name, content] of Object.entries(QUESTS)) add("Quests", name, "Data/QuestDefinition", questFields(content));
  for (const [name, content] of Object.entries(DIALOGUES)) add("Dialogues", name, "Data/DialogueScript", dialogueFields(name, content));
  add("Events", "NightFell", "Core/EventChannel", { description: "Raised once when the sun goes down." });
  add("Events", "LampWentOut", "Core/EventChannel", {
    description: "Raised when the lamp runs out of oil: boats are in danger from then on until it is lit again.",
  });
  add("Settings", "SoundBank", "Data/SoundBank", { entries: ["Bell", "Creak", "Footstep", "Foghorn", "Gull", "Pickup"].map(soundEntry) });
  add("Settings", "GameSettings", "Data/GameSettings", {
    targetFrameRate: 60,
    lookSensitivity: 1,
    keeperPrefab: prefabRoot(`${HOME}/Prefabs/Characters/Keeper.prefab`),
    firstQuest: asset(dataPath("Quests", "FirstLight")),
    sounds: asset(dataPath("Settings", "SoundBank")),
    language: asset(`${HOME}/Text/en.json`),
  });
}

const itemFields = (name: string, { label, about, stack, tint }: Item, worldPrefab: Flow): Fields => ({
  id: name.replace(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase(),
  displayName: label,
  description: about,
  icon: sprite(iconPath(name)),
  stackSize: stack,
  worldPrefab,
  tint: tint ?? rgba(1, 1, 1),
});

const weatherFields = (name: string, { fog, density, wind, sun }: Weather): Fields => ({
  displayName: name,
  icon: asset(WEATHER_SHEET, WEATHER_SPRITES.find((entry) => entry.name === `Weather${name}`)?.internalId),
  fogColor: fog,
  fogDensity: density,
  windSpeed: wind,
  sunIntensity: sun,
  ambience: asset(soundPath("Waves")),
  gusts: curve([0, 0.7], [0.3, 1.2], [0.55, 0.85], [1, 0.7]),
});

const questFields = ({ title, summary, steps, reward, next }: Quest): Fields => ({
  title,
  summary,
  steps: steps.map(([text, wanted, count]) => ({ text, item: item(wanted), count })),
  reward: reward ? item(reward) : nothing,
  next: next ? asset(dataPath("Quests", next)) : nothing,
});

/** Effects are managed references: the list holds ids, the objects follow at the end of the document. */
function dialogueFields(name: string, { speaker, portrait, lines, effects }: Dialogue): Fields {
  const ids = effects.map((_, index) => BigInt.asUintN(62, hash64(`${name} effect ${index}`)));
  return {
    speaker,
    portrait: sprite(iconPath(portrait)),
    lines: lines.map(([text, sound]) => ({ text, sound: sound ? asset(soundPath(sound)) : nothing })),
    effects: ids.map((rid) => ({ rid })),
    references: {
      version: 2,
      RefIds: effects.map(
        (effect, index): Value => ({
          rid: ids[index] ?? 0n,
          type: flow({ class: effect.type, ns: "Skerry.Data", asm: "Skerry.Runtime" }),
          data: { item: item(effect.item), count: effect.count },
        }),
      ),
    },
  };
}

const soundEntry = (key: string): Fields => ({ key, clip: asset(soundPath(key)), volume: 0.8, pitchRange: vec2(0.95, 1.05) });
