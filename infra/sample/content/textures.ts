import { encodePng, type Paint, type Pixel } from "../binary/png.ts";
import { hash64, seededRandom } from "../unity/identity.ts";
import type { SpriteRect } from "../unity/meta.ts";
import { HOME, type Project } from "./project.ts";

const SURFACE_SIZE = 64;
const ICON_SIZE = 48;

export const texturePath = (name: string): string => `${HOME}/Textures/${name}.png`;
export const iconPath = (name: string): string => `${HOME}/Sprites/${name}.png`;

/** Sprites of the one image that holds several. */
export const WEATHER_SHEET = `${HOME}/Sprites/WeatherSheet.png`;
export const WEATHER_SPRITES: readonly SpriteRect[] = ["Clear", "Drizzle", "Fog", "Gale"].map((name, index) => ({
  name: `Weather${name}`,
  x: (index % 2) * 32,
  y: 32 - Math.floor(index / 2) * 32,
  size: 32,
  internalId: BigInt.asIntN(64, hash64(`weather sprite ${name}`)),
}));

type Color = readonly [red: number, green: number, blue: number];

const SURFACES: Record<string, { dark: Color; light: Color; scale: number }> = {
  Basalt: { dark: [0.13, 0.14, 0.16], light: [0.33, 0.34, 0.37], scale: 8 },
  Grass: { dark: [0.16, 0.25, 0.13], light: [0.42, 0.5, 0.25], scale: 16 },
  Heather: { dark: [0.25, 0.17, 0.25], light: [0.53, 0.36, 0.5], scale: 16 },
  Lichen: { dark: [0.35, 0.36, 0.3], light: [0.75, 0.68, 0.32], scale: 8 },
  Rust: { dark: [0.27, 0.13, 0.08], light: [0.6, 0.33, 0.18], scale: 8 },
  Sand: { dark: [0.6, 0.54, 0.42], light: [0.82, 0.76, 0.62], scale: 32 },
  Shingle: { dark: [0.3, 0.29, 0.28], light: [0.58, 0.57, 0.55], scale: 32 },
  Whitewash: { dark: [0.78, 0.77, 0.72], light: [0.95, 0.94, 0.9], scale: 8 },
};

/** Makes every texture and sprite of the project. */
export function addTextures(project: Project): void {
  for (const [name, { dark, light, scale }] of Object.entries(SURFACES)) {
    const height = tileableNoise(name, scale);
    addTexture(project, name, "color", (x, y) => mix(dark, light, height(x, y)));
  }
  const planks = tileableNoise("Planks", 4);
  addTexture(project, "Planks", "color", (x, y) =>
    mix([0.24, 0.17, 0.11], [0.52, 0.4, 0.28], x % 16 === 0 ? 0 : planks(x * 4, y) * 0.8 + 0.2),
  );
  addTexture(project, "RedStripes", "color", (_, y) => mix([0.66, 0.12, 0.1], [0.93, 0.91, 0.86], Math.floor(y / 16) % 2));
  addTexture(project, "BasaltNormal", "normal", normalMap(tileableNoise("Basalt", 8)));
  addTexture(project, "WaterNormal", "normal", normalMap(tileableNoise("Water", 8)));
  addTexture(project, "WindNoise", "data", (x, y) => grey(tileableNoise("Wind", 4)(x, y)));
  addTexture(project, "LightCookie", "data", (x, y) => grey(1 - smooth(0.2, 0.5, distance(x, y, SURFACE_SIZE))));
  addTexture(project, "SkyGradient", "color", (_, y) => mix([0.09, 0.12, 0.22], [0.78, 0.55, 0.42], (y / SURFACE_SIZE) ** 2));
  for (const [name, icon] of Object.entries(ICONS))
    project.texture(iconPath(name), encodePng(ICON_SIZE, paintIcon(icon)), "sprite", ICON_SIZE);
  project.texture(WEATHER_SHEET, encodePng(64, paintWeather), { sheet: WEATHER_SPRITES }, 64);
}

function addTexture(project: Project, name: string, use: "color" | "normal" | "data", paint: Paint): void {
  project.texture(texturePath(name), encodePng(SURFACE_SIZE, paint), use, SURFACE_SIZE);
}

/** Value noise of three octaves from 0 to 1 that repeats at the texture's edge; `cells` is the number of cells of the first. */
function tileableNoise(seed: string, cells: number): (x: number, y: number) => number {
  const octaves = [1, 2, 4].map((factor) => lattice(`${seed} ${factor}`, Math.min(SURFACE_SIZE, cells * factor)));
  return (x, y) => (octaves[0]?.(x, y) ?? 0) * 0.6 + (octaves[1]?.(x, y) ?? 0) * 0.28 + (octaves[2]?.(x, y) ?? 0) * 0.12;
}

function lattice(seed: string, cells: number): (x: number, y: number) => number {
  const random = seededRandom(seed);
  const corners = Float64Array.from({ length: cells * cells }, random);
  const corner = (column: number, row: number): number => corners[(row % cells) * cells + (column % cells)] ?? 0;
  return (x, y) => {
    const u = ((x % SURFACE_SIZE) / SURFACE_SIZE) * cells;
    const v = ((y % SURFACE_SIZE) / SURFACE_SIZE) * cells;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const top = lerp(corner(column, row), corner(column + 1, row), smooth(0, 1, u - column));
    const bottom = lerp(corner(column, row + 1), corner(column + 1, row + 1), smooth(0, 1, u - column));
    return lerp(top, bottom, smooth(0, 1, v - row));
  };
}

const normalMap =
  (height: (x: number, y: number) => number): Paint =>
  (x, y) => {
    const dx = (height(x + 1, y) - height(x + SURFACE_SIZE - 1, y)) * 2;
    const dy = (height(x, y + 1) - height(x, y + SURFACE_SIZE - 1)) * 2;
    const length = Math.hypot(dx, dy, 1);
    return [0.5 - dx / length / 2, 0.5 + dy / length / 2, 0.5 + 1 / length / 2, 1];
  };

/** An icon is a set of shapes in a square from -1 to 1, y up: positive outside, negative inside. */
type Icon = { readonly color: Color; readonly shape: (x: number, y: number) => number };

const disc = (x: number, y: number, radius: number): number => Math.hypot(x, y) - radius;
const block = (x: number, y: number, width: number, height: number): number => Math.max(Math.abs(x) - width, Math.abs(y) - height);
const union = (...shapes: readonly number[]): number => Math.min(...shapes);
const ring = (x: number, y: number, radius: number, width: number): number => Math.abs(Math.hypot(x, y) - radius) - width;

const ICONS: Record<string, Icon> = {
  OilCan: {
    color: [0.8, 0.6, 0.24],
    shape: (x, y) => union(block(x, y + 0.25, 0.45, 0.45), block(x - 0.45, y - 0.4, 0.35, 0.07), block(x, y - 0.3, 0.12, 0.3)),
  },
  Lens: { color: [0.62, 0.82, 0.86], shape: (x, y) => union(disc(x, y, 0.3), ring(x, y, 0.5, 0.07), ring(x, y, 0.75, 0.05)) },
  Rope: { color: [0.72, 0.6, 0.42], shape: (x, y) => union(ring(x, y, 0.65, 0.1), ring(x, y, 0.38, 0.09)) },
  BrassKey: {
    color: [0.86, 0.7, 0.3],
    shape: (x, y) => union(ring(x + 0.4, y, 0.28, 0.1), block(x - 0.25, y, 0.45, 0.08), block(x - 0.55, y + 0.18, 0.08, 0.18)),
  },
  LogBook: { color: [0.45, 0.25, 0.2], shape: (x, y) => Math.max(block(x, y, 0.55, 0.7), -block(x - 0.1, y - 0.3, 0.25, 0.05)) },
  Flare: { color: [0.88, 0.28, 0.2], shape: (x, y) => union(block(x, y + 0.3, 0.14, 0.5), disc(x, y - 0.45, 0.26)) },
  Lantern: {
    color: [0.95, 0.78, 0.4],
    shape: (x, y) => union(block(x, y + 0.1, 0.34, 0.42), ring(x, y - 0.5, 0.26, 0.06), block(x, y + 0.6, 0.46, 0.08)),
  },
  Shell: {
    color: [0.9, 0.78, 0.72],
    shape: (x, y) => Math.max(disc(x, y + 0.2, 0.75), -(y + 0.35), Math.sin(Math.atan2(x, y + 0.5) * 14) * 0.1 - 0.04),
  },
  Keeper: {
    color: [0.85, 0.72, 0.6],
    shape: (x, y) => union(disc(x, y - 0.3, 0.35), block(x, y + 0.55, 0.5, 0.3), block(x, y - 0.68, 0.4, 0.08)),
  },
  Harbourmaster: {
    color: [0.6, 0.66, 0.76],
    shape: (x, y) => union(disc(x, y - 0.25, 0.36), block(x, y + 0.6, 0.6, 0.32), block(x, y - 0.6, 0.3, 0.14)),
  },
  LampGauge: { color: [1, 0.86, 0.5], shape: (x, y) => ring(x, y, 0.7, 0.16) },
  Compass: { color: [0.9, 0.9, 0.86], shape: (x, y) => union(ring(x, y, 0.82, 0.05), Math.abs(x) * 3.2 + Math.abs(y) - 0.68) },
  Panel: { color: [0.1, 0.13, 0.17], shape: (x, y) => Math.hypot(Math.max(0, Math.abs(x) - 0.7), Math.max(0, Math.abs(y) - 0.7)) - 0.26 },
};

const paintIcon =
  ({ color, shape }: Icon): Paint =>
  (x, y) => {
    const scale = ICON_SIZE / 2;
    const inside = 1 - smooth(-1 / scale, 1 / scale, shape((x + 0.5) / scale - 1, 1 - (y + 0.5) / scale));
    return [...color, Math.round(inside * 16) / 16];
  };

const paintWeather: Paint = (x, y) => {
  const u = (x % 32) / 16 - 1;
  const v = (y % 32) / 16 - 1;
  const cloud = union(disc(u + 0.3, v, 0.35), disc(u - 0.2, v - 0.1, 0.45), block(u, v + 0.2, 0.55, 0.15));
  const kind = (x >= 32 ? 1 : 0) + (y >= 32 ? 2 : 0);
  const shape =
    [disc(u, v, 0.5), cloud, block(u, (((v + 1) * 3) % 1) - 0.5, 0.7, 0.16), Math.abs(v - Math.sin(u * 5) * 0.25) - 0.12][kind] ?? 1;
  const color: Color = kind === 0 ? [0.98, 0.84, 0.42] : [0.82, 0.87, 0.92];
  return [...color, shape < 0 ? 1 : 0];
};

const grey = (level: number): Pixel => [level, level, level, 1];
const lerp = (from: number, to: number, part: number): number => from + (to - from) * part;
const mix = (from: Color, to: Color, part: number): Pixel => [
  lerp(from[0], to[0], part),
  lerp(from[1], to[1], part),
  lerp(from[2], to[2], part),
  1,
];
const distance = (x: number, y: number, size: number): number => Math.hypot(x / size - 0.5, y / size - 0.5);

function smooth(from: number, to: number, value: number): number {
  const part = Math.max(0, Math.min(1, (value - from) / (to - from)));
  return part * part * (3 - 2 * part);
}
