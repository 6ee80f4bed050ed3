import sharp, { type Sharp } from "sharp";
import { decodeBmp } from "./decode-bmp.ts";
import { decodePsd } from "./decode-psd.ts";
import { decodeTga } from "./decode-tga.ts";
import { Unrenderable } from "./protocol.ts";

/** What libvips decodes for us, by how files of it begin. It knows more (SVG, say), which hostile files shall not reach. */
const DECODED_BY_VIPS = ["\x89PNG\r\n", "\xff\xd8\xff", "GIF87a", "GIF89a", "II*\0", "MM\0*"];
const isWebp = (head: string) => head.startsWith("RIFF") && head.startsWith("WEBP", 8);
const HEAD_BYTES = 16;
/** What is decoded whole in memory takes four bytes a pixel, eight where a colour has 16 bits. */
const BITMAP_LIMIT_PIXELS = 40_000_000;
const WHOLE_LIMIT_PIXELS = 80_000_000;

/** Opens an image by what it is, not by what it is called; only TGA has nothing but its name to tell it by. Throws `Unrenderable`. */
export async function openImage(file: string, name: string, limitPixels: number): Promise<Sharp> {
  const head = Buffer.from(await Bun.file(file).slice(0, HEAD_BYTES).arrayBuffer()).toString("latin1");
  if (isWebp(head) || DECODED_BY_VIPS.some((magic) => head.startsWith(magic))) return openWithVips(file, limitPixels);
  const decode = head.startsWith("8BPS") ? decodePsd : head.startsWith("BM") ? decodeBmp : /\.tga$/i.test(name) ? decodeTga : null;
  if (!decode || head.length < HEAD_BYTES) throw new Unrenderable("image.corrupt", "The file is not an image of a kind that is drawn");
  const { width, height, data } = decode(Bun.mmap(file), Math.min(limitPixels, BITMAP_LIMIT_PIXELS));
  return sharp(data, { raw: { width, height, channels: 4 } });
}

/** Most formats are read line by line, so large images take little memory; WebP and what is interlaced or progressive is there whole or not at all. */
async function openWithVips(file: string, limitPixels: number): Promise<Sharp> {
  const { format, isProgressive } = await sharp(file, { limitInputPixels: limitPixels }).metadata();
  const limitInputPixels = format === "webp" || isProgressive ? Math.min(limitPixels, WHOLE_LIMIT_PIXELS) : limitPixels;
  return sharp(file, { limitInputPixels, failOn: "error", sequentialRead: true }).rotate();
}
