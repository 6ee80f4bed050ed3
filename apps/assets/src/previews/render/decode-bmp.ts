import { type Bitmap, createBitmap, createReader } from "./bitmap.ts";
import { Unrenderable } from "./protocol.ts";

const FILE_HEADER_BYTES = 14;
const BITFIELDS = 3;

/** Windows bitmaps of 1 to 32 bits that are not run-length encoded. Throws `Unrenderable`. */
export function decodeBmp(bytes: Uint8Array, limitPixels: number): Bitmap {
  const read = createReader(bytes, true);
  const headerBytes = read.u32(FILE_HEADER_BYTES);
  if (headerBytes < 40) throw new Unrenderable("image.unsupported", "Bitmaps of OS/2 are not drawn");
  const signedHeight = read.i32(22);
  const bitmap = createBitmap(read.i32(18), Math.abs(signedHeight), limitPixels);
  const depth = read.u16(28);
  const compression = read.u32(30);
  if (![1, 4, 8, 16, 24, 32].includes(depth) || (compression !== 0 && compression !== BITFIELDS))
    throw new Unrenderable("image.unsupported", `Bitmaps of ${depth} bits with compression ${compression} are not drawn`);

  const { width, height, data } = bitmap;
  const rowBytes = Math.ceil((width * depth) / 32) * 4;
  const pixels = read.slice(read.u32(10), rowBytes * height);
  const colors = depth <= 8 ? read.u32(46) || 2 ** depth : 0;
  const map = read.slice(FILE_HEADER_BYTES + headerBytes, Math.min(colors, 256) * 4);
  const masks = compression === BITFIELDS ? [54, 58, 62].map(read.u32) : depth === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff];
  const channels = masks.map(createChannel);

  const row = createReader(pixels, true);
  for (let y = 0; y < height; y++) {
    const from = (signedHeight < 0 ? y : height - 1 - y) * rowBytes;
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * 4;
      data[to + 3] = 255;
      if (depth <= 8) {
        const bit = x * depth;
        const index = ((pixels[from + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
        for (let i = 0; i < 3; i++) data[to + i] = map[index * 4 + 2 - i] ?? 0;
      } else {
        const at = from + (x * depth) / 8;
        const value = depth === 16 ? row.u16(at) : depth === 32 ? row.u32(at) : row.u16(at) | (row.u8(at + 2) << 16);
        for (let i = 0; i < 3; i++) data[to + i] = channels[i]?.(value) ?? 0;
      }
    }
  }
  return bitmap;
}

/** Takes the bits of a mask out of a pixel and stretches them to 8. */
function createChannel(mask: number): (value: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (value) => (((value & mask) >>> shift) * 255) / most;
}
