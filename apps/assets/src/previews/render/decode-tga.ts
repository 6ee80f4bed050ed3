import { type Bitmap, createBitmap, createReader, truncated } from "./bitmap.ts";
import { Unrenderable } from "./protocol.ts";

const HEADER_BYTES = 18;
const RUN = 0x80;
const TOP_TO_BOTTOM = 0x20;
const RIGHT_TO_LEFT = 0x10;

/** Truevision TGA: colour-mapped, true-colour and grey, plain or run-length encoded. Throws `Unrenderable`. */
export function decodeTga(bytes: Uint8Array, limitPixels: number): Bitmap {
  const read = createReader(bytes, true);
  const kind = read.u8(2);
  const [isMapped, isGrey, isPacked] = [(kind & 7) === 1, (kind & 7) === 3, kind >= 9];
  if (![1, 2, 3, 9, 10, 11].includes(kind)) throw new Unrenderable("image.unsupported", `TGA images of kind ${kind} are not drawn`);
  const bitmap = createBitmap(read.u16(12), read.u16(14), limitPixels);
  const depth = read.u8(16);
  const descriptor = read.u8(17);
  const size = depth >> 3 || 1;
  if (isMapped ? depth !== 8 : isGrey ? depth !== 8 && depth !== 16 : ![15, 16, 24, 32].includes(depth))
    throw new Unrenderable("image.unsupported", `TGA images of ${depth} bits are not drawn`);

  const mapDepth = read.u8(7);
  const mapSize = Math.ceil(mapDepth / 8);
  const map = read.slice(HEADER_BYTES + read.u8(0), read.u8(1) ? read.u16(5) * mapSize : 0);
  const mapFirst = read.u16(3);
  const hasAlpha = (descriptor & 15) > 0;
  const source = bytes.subarray(HEADER_BYTES + read.u8(0) + map.length);
  const pixels = isPacked ? unpack(source, bitmap.width * bitmap.height, depth === 15 ? 2 : size) : source;
  const step = depth === 15 ? 2 : size;
  if (pixels.length < bitmap.width * bitmap.height * step) throw truncated();

  const put = (from: Uint8Array, at: number, bits: number, to: number) => {
    const { data } = bitmap;
    if (bits === 15 || bits === 16) {
      const value = (from[at] ?? 0) | ((from[at + 1] ?? 0) << 8);
      data[to] = ((value >> 10) & 31) * 8.225;
      data[to + 1] = ((value >> 5) & 31) * 8.225;
      data[to + 2] = (value & 31) * 8.225;
      data[to + 3] = 255;
    } else {
      data[to] = from[at + 2] ?? 0;
      data[to + 1] = from[at + 1] ?? 0;
      data[to + 2] = from[at] ?? 0;
      data[to + 3] = bits === 32 && hasAlpha ? (from[at + 3] ?? 0) : 255;
    }
  };
  const { width, height, data } = bitmap;
  for (let row = 0; row < height; row++) {
    const y = descriptor & TOP_TO_BOTTOM ? row : height - 1 - row;
    for (let column = 0; column < width; column++) {
      const x = descriptor & RIGHT_TO_LEFT ? width - 1 - column : column;
      const from = (row * width + column) * step;
      const to = (y * width + x) * 4;
      if (isMapped) put(map, ((pixels[from] ?? 0) - mapFirst) * mapSize, mapDepth, to);
      else if (isGrey) {
        data.fill(pixels[from] ?? 0, to, to + 3);
        data[to + 3] = depth === 16 && hasAlpha ? (pixels[from + 1] ?? 0) : 255;
      } else put(pixels, from, depth, to);
    }
  }
  return bitmap;
}

/** Runs and literals of whole pixels. */
function unpack(source: Uint8Array, count: number, size: number): Uint8Array {
  const pixels = new Uint8Array(count * size);
  let from = 0;
  for (let to = 0; to < pixels.length; ) {
    const head = source[from++];
    if (head === undefined) throw truncated();
    const bytes = Math.min(((head & 127) + 1) * size, pixels.length - to);
    if (head & RUN) {
      const pixel = source.subarray(from, from + size);
      if (pixel.length < size) throw truncated();
      for (let i = 0; i < bytes; i++) pixels[to + i] = pixel[i % size] as number;
      from += size;
    } else {
      const literal = source.subarray(from, from + bytes);
      if (literal.length < bytes) throw truncated();
      pixels.set(literal, to);
      from += bytes;
    }
    to += bytes;
  }
  return pixels;
}
