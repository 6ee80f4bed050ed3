import sharp from "sharp";
import type { Bitmap } from "./bitmap.ts";
import { openImage } from "./open-image.ts";
import type { Color } from "./protocol.ts";

const SIDE = 512;
const TEXTURE_SIDE = 512;
const LIGHT = normalize([-0.45, -0.65, 0.7]);
const HALFWAY = normalize([LIGHT[0], LIGHT[1], LIGHT[2] + 1]);
const AMBIENT = 0.28;
const GLOSS = 0.22;

type Texture = { file: string; name: string };

/** A ball of the material's colour, wrapped in its main texture where it has one, on nothing. */
export async function drawSwatch(color: Color, texture: Texture | null, limitPixels: number): Promise<Bitmap> {
  const wrap = texture ? await readTexture(texture, limitPixels).catch(() => null) : null; // its colour is still something
  const bitmap: Bitmap = { width: SIDE, height: SIDE, data: new Uint8Array(SIDE * SIDE * 4) };
  const radius = SIDE / 2 - 2;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [nx, ny] = [(x + 0.5 - SIDE / 2) / radius, (y + 0.5 - SIDE / 2) / radius];
      const away = Math.hypot(nx, ny);
      const coverage = Math.min(1, Math.max(0, (1 - away) * radius + 0.5));
      if (coverage === 0) continue;
      const nz = Math.sqrt(Math.max(0, 1 - away * away));
      const shade = AMBIENT + (1 - AMBIENT) * Math.max(0, nx * LIGHT[0] + ny * LIGHT[1] + nz * LIGHT[2]);
      const gloss = GLOSS * Math.max(0, nx * HALFWAY[0] + ny * HALFWAY[1] + nz * HALFWAY[2]) ** 40;
      const texel = wrap ? texelAt(Math.atan2(nx, nz) / Math.PI + 0.5, Math.asin(Math.max(-1, Math.min(1, ny))) / Math.PI + 0.5) : 0;
      const to = (y * SIDE + x) * 4;
      for (const [i, channel] of [color.r, color.g, color.b].entries()) {
        const base = Math.min(1, Math.max(0, channel)) * (wrap ? (wrap[texel + i] ?? 0) / 255 : 1);
        bitmap.data[to + i] = Math.min(1, base * shade + gloss) * 255;
      }
      bitmap.data[to + 3] = coverage * 255;
    }
  }
  return bitmap;
}

const texelAt = (u: number, v: number) =>
  (Math.min(TEXTURE_SIDE - 1, Math.floor(v * TEXTURE_SIDE)) * TEXTURE_SIDE + Math.min(TEXTURE_SIDE - 1, Math.floor(u * TEXTURE_SIDE))) * 3;

async function readTexture({ file, name }: Texture, limitPixels: number): Promise<Buffer> {
  const image = await openImage(file, name, limitPixels);
  const flat = image.resize(TEXTURE_SIDE, TEXTURE_SIDE, { fit: "fill" }).toColourspace("srgb").removeAlpha();
  const { data, info } = await flat.raw().toBuffer({ resolveWithObject: true });
  return info.channels === 3 ? data : sharp(data, { raw: info }).toColourspace("srgb").raw().toBuffer();
}

function normalize([x, y, z]: [number, number, number]): [number, number, number] {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}
