export type Colour = { r: number; g: number; b: number; a: number };

const white: Colour = { r: 1, g: 1, b: 1, a: 1 };
/** Names of the main colour, in the order in which shaders of the built-in and the scriptable pipelines use them. */
const mainNames = ["_BaseColor", "_Color", "_TintColor", "_MainColor"];

/** The colours of a material from its properties; its textures and numbers are read in the inspector. */
export function readMaterial(properties: unknown): { main: Colour; colours: { name: string; colour: Colour }[] } {
  const colours = entriesOf(at(at(properties, "m_SavedProperties"), "m_Colors")).flatMap(([name, value]) => {
    const colour = readColour(value);
    return colour ? [{ name, colour }] : [];
  });
  const main = mainNames.flatMap((name) => colours.find((one) => one.name === name)?.colour ?? [])[0] ?? colours[0]?.colour ?? white;
  return { main, colours };
}

const at = (value: unknown, key: string): unknown =>
  value !== null && typeof value === "object" ? (value as Record<string, unknown>)[key] : undefined;

/** Unity writes `- _Color: {r, g, b, a}` today, and wrote `data: {first: {name}, second: {…}}` before. */
function entriesOf(list: unknown): [string, unknown][] {
  const items = Array.isArray(list) ? list : list !== null && typeof list === "object" ? [list] : [];
  return items.flatMap((item): [string, unknown][] => {
    const name = at(at(item, "first"), "name");
    return typeof name === "string" ? [[name, at(item, "second")]] : Object.entries(item ?? {});
  });
}

function readColour(value: unknown): Colour | null {
  const parts = ["r", "g", "b", "a"].map((key) => Number(at(value, key)));
  if (parts.some((part) => !Number.isFinite(part))) return null;
  const [r = 0, g = 0, b = 0, a = 1] = parts;
  return { r, g, b, a };
}

/** A colour as CSS; what shines brighter than the screen can is shown at its brightest. */
export const toCss = ({ r, g, b, a }: Colour): string =>
  `rgb(${[r, g, b].map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255)).join(" ")} / ${Math.min(1, Math.max(0, a))})`;
