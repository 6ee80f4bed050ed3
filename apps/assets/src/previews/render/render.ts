import sharp, { type Sharp } from "sharp";
import { drawSwatch } from "./draw-swatch.ts";
import { openImage } from "./open-image.ts";
import { type Job, type Picture, PREVIEW_PIXELS, type Rendered, Unrenderable } from "./protocol.ts";

const LARGEST = Math.max(...PREVIEW_PIXELS);
const QUALITY = 82;

/** Makes the pictures of one content. What it cannot draw is an answer too, never a throw. */
export async function render(job: Job, limitPixels: number): Promise<Rendered> {
  try {
    return { ok: true, pictures: await draw(job, limitPixels) };
  } catch (error) {
    if (error instanceof Unrenderable) return { ok: false, code: error.code, message: error.message };
    const message = error instanceof Error ? error.message : String(error);
    if (/pixel limit/.test(message)) return { ok: false, code: "image.too_large", message: "The image has too many pixels" };
    return { ok: false, code: "image.corrupt", message: `The image cannot be read: ${message.slice(0, 300)}` };
  }
}

async function draw(job: Job, limitPixels: number): Promise<Picture[]> {
  const source = job.kind === "image" ? await openImage(job.file, job.name, limitPixels) : await swatchOf(job, limitPixels);
  // Decoded once: the smaller ones are made of the largest.
  const { data, info } = await fit(source, LARGEST)
    .toColourspace("srgb")
    .ensureAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return Promise.all(
    PREVIEW_PIXELS.map(async (pixels) => {
      const made = await fit(sharp(data, { raw: { width, height, channels } }), pixels)
        .webp({ quality: QUALITY, effort: 3 })
        .toBuffer({ resolveWithObject: true });
      return { pixels, width: made.info.width, height: made.info.height, bytes: new Uint8Array(made.data) };
    }),
  );
}

const fit = (image: Sharp, pixels: number) => image.resize(pixels, pixels, { fit: "inside", withoutEnlargement: true });

async function swatchOf(job: Extract<Job, { kind: "swatch" }>, limitPixels: number): Promise<Sharp> {
  const { width, height, data } = await drawSwatch(job.color, job.texture, limitPixels);
  return sharp(data, { raw: { width, height, channels: 4 } });
}
