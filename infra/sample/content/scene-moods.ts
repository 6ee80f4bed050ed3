import { nothing } from "../unity/references.ts";
import type { Mood } from "../unity/scene-settings.ts";
import { rgba } from "../unity/yaml.ts";
import { material } from "./materials.ts";

const ambient = { sky: rgba(0.24, 0.28, 0.38), equator: rgba(0.3, 0.27, 0.27), ground: rgba(0.08, 0.08, 0.1) };
export const outdoors: Mood = { ambient, skybox: material("DuskSky"), fog: { color: [0.42, 0.45, 0.52], density: 0.008 } };
export const indoors: Mood = {
  ambient: { sky: rgba(0.1, 0.1, 0.12), equator: rgba(0.1, 0.1, 0.12), ground: rgba(0.05, 0.05, 0.06) },
  skybox: nothing,
  bakesLight: true,
};
