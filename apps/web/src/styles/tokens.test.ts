import { describe, expect, test } from "bun:test";

const css = await Bun.file(new URL("./tokens.css", import.meta.url)).text();

/** The colours a theme ends up with: later blocks override earlier ones, as in the cascade. */
function readTheme(theme: "light" | "dark"): Record<string, Colour> {
  const colours: Record<string, Colour> = {};
  const block = css.match(new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`))?.[1] ?? "";
  for (const [, name, l, c, h] of block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g)) {
    if (name) colours[name] = { l: Number(l), c: Number(c), h: Number(h) };
  }
  return colours;
}

type Colour = { l: number; c: number; h: number };

/** Linear sRGB, clipped to the gamut as a browser does. Source: Ottosson, "A perceptual color space". */
function toLinearRgb({ l, c, h }: Colour): [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

function contrast(one: Colour, other: Colour): number {
  const luminance = (colour: Colour) => {
    const [r, g, b] = toLinearRgb(colour);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["canvas", "surface", "raised", "sunken", "hover", "selected"];
const texts = ["ink", "ink-muted", "ink-faint", "accent-text", "success", "warning", "danger", "info"];
const codes = ["keyword", "string", "number", "comment", "type", "name"].map((name) => `code-${name}`);

const textPairs: [string, string][] = [
  ...texts.flatMap((text) => grounds.map((ground): [string, string] => [text, ground])),
  ...["accent", "accent-hover", "danger-fill", "danger-fill-hover"].map((fill): [string, string] => ["on-fill", fill]),
  ...["success", "warning", "danger", "info"].map((tone): [string, string] => [tone, `${tone}-soft`]),
  ["accent-text", "accent-soft"],
  ...codes.flatMap((code) => ["surface", "diff-add", "diff-remove"].map((ground): [string, string] => [code, ground])),
  ...["diff-add-word", "diff-remove-word"].map((ground): [string, string] => ["ink", ground]),
];

/** Outlines of controls and the focus ring are not text: 3:1 (WCAG 1.4.11). */
const shapePairs = ["control-line", "focus", "accent"].flatMap((shape) =>
  ["canvas", "surface", "raised"].map((ground): [string, string] => [shape, ground]),
);

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const colours = readTheme(theme);
  const measure = ([front, back]: [string, string]) => {
    const [one, other] = [colours[front], colours[back]];
    if (!one || !other) throw new Error(`tokens.css lacks --${one ? back : front}`);
    return contrast(one, other);
  };
  const below = (pairs: [string, string][], least: number) =>
    pairs.map((pair) => ({ pair: pair.join(" on "), ratio: Number(measure(pair).toFixed(2)) })).filter(({ ratio }) => ratio < least);

  test("every text is readable on every ground it may stand on (AA, 4.5:1)", () => {
    expect(below(textPairs, 4.5)).toEqual([]);
  });

  test("controls and the focus ring stand out from their ground (AA, 3:1)", () => {
    expect(below(shapePairs, 3)).toEqual([]);
  });
});

test("both themes define the same tokens", () => {
  expect(Object.keys(readTheme("dark")).sort()).toEqual(Object.keys(readTheme("light")).sort());
});

test("the measure agrees with known ratios", () => {
  expect(contrast({ l: 1, c: 0, h: 0 }, { l: 0, c: 0, h: 0 })).toBeCloseTo(21, 1);
});
