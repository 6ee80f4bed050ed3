import type { Color } from "./render/protocol.ts";

const GREY: Color = { r: 0.8, g: 0.8, b: 0.8 };
/** The built-in pipeline's names and those of URP and HDRP, the newer first: materials that were converted have both. */
const COLORS = ["_BaseColor", "_Color", "_TintColor"];
const TEXTURES = ["_BaseMap", "_BaseColorMap", "_MainTex"];
const NUMBER = String.raw`(-?[\d.]+(?:[eE][-+]?\d+)?)`;

/** What a material looks like from afar: its colour and the guid of its main texture. Null for text that is no material. */
export function readMaterial(text: string): { color: Color; textureGuid: string | null } | null {
  if (!/^Material:/m.test(text)) return null;
  return { color: first(COLORS, (name) => colorOf(text, name)) ?? GREY, textureGuid: first(TEXTURES, (name) => textureOf(text, name)) };
}

function colorOf(text: string, name: string): Color | null {
  const match = new RegExp(String.raw`^\s*- ${name}: \{r: ${NUMBER}, g: ${NUMBER}, b: ${NUMBER},`, "m").exec(text);
  return match && { r: Number(match[1]), g: Number(match[2]), b: Number(match[3]) };
}

const textureOf = (text: string, name: string): string | null =>
  new RegExp(String.raw`^\s*- ${name}:\s*\n\s*m_Texture: \{fileID: -?\d+, guid: ([0-9a-f]{32}),`, "m").exec(text)?.[1] ?? null;

function first<T>(names: string[], find: (name: string) => T | null): T | null {
  for (const name of names) {
    const found = find(name);
    if (found !== null) return found;
  }
  return null;
}
