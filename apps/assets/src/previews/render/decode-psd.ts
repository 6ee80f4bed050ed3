import { type Bitmap, createBitmap, createReader, truncated } from "./bitmap.ts";
import { Unrenderable } from "./protocol.ts";

const [GREY, INDEXED, RGB] = [1, 2, 3];
const PALETTE = 256;

/** The flattened picture that Photoshop keeps beside the layers (PSD and PSB): grey, indexed or RGB, 8 or 16 bits. Throws `Unrenderable`. */
export function decodePsd(bytes: Uint8Array, limitPixels: number): Bitmap {
  const read = createReader(bytes, false);
  const isLarge = read.u16(4) === 2;
  const channels = read.u16(12);
  const bitmap = createBitmap(read.u32(18), read.u32(14), limitPixels);
  const depth = read.u16(22);
  const mode = read.u16(24);
  if (![GREY, INDEXED, RGB].includes(mode) || (depth !== 8 && depth !== 16))
    throw new Unrenderable("image.unsupported", `Photoshop images of mode ${mode} and ${depth} bits are not drawn`);
  const colors = mode === RGB ? 3 : 1;
  if (channels < colors) throw new Unrenderable("image.corrupt", "The image lacks a colour");

  // A length as the file writes it; what is longer than the file ends in `truncated` at the next read.
  const long = (at: number) => (isLarge ? read.u32(at) * 2 ** 32 + read.u32(at + 4) : read.u32(at));
  const palette = mode === INDEXED ? read.slice(30, PALETTE * 3) : null;
  const resources = 26 + 4 + read.u32(26);
  const layers = resources + 4 + read.u32(resources);
  const lengthBytes = isLarge ? 8 : 4;
  const image = layers + lengthBytes + long(layers);
  // A negative count of layers says that the channel after the colours is transparency.
  const hasAlpha = long(layers) > lengthBytes + 2 && read.i16(layers + 2 * lengthBytes) < 0 && channels > colors;

  const planes = colors + (hasAlpha ? 1 : 0);
  const { width, height, data } = bitmap;
  const rowBytes = width * (depth / 8);
  const rows = createRows(bytes, { start: image, rowBytes, height, channels, isLarge });
  data.fill(255);
  for (let plane = 0; plane < planes; plane++) {
    for (let y = 0; y < height; y++) {
      const row = rows.next();
      for (let x = 0; x < width; x++) {
        const value = row[x * (depth / 8)] ?? 0;
        const to = (y * width + x) * 4;
        if (palette) for (let i = 0; i < 3; i++) data[to + i] = palette[i * PALETTE + value] ?? 0;
        else if (plane >= colors) data[to + 3] = value;
        else if (colors === 1) data.fill(value, to, to + 3);
        else data[to + plane] = value;
      }
    }
  }
  return bitmap;
}

type Rows = { start: number; rowBytes: number; height: number; channels: number; isLarge: boolean };

/** The rows of all channels, one after another, plain or packed. */
function createRows(bytes: Uint8Array, { start, rowBytes, height, channels, isLarge }: Rows) {
  const read = createReader(bytes, false);
  const compression = read.u16(start);
  if (compression > 1) throw new Unrenderable("image.unsupported", "Photoshop images with this compression are not drawn");
  const isPacked = compression === 1;
  const countBytes = isLarge ? 4 : 2;
  let at = start + 2 + (isPacked ? height * channels * countBytes : 0);
  let row = 0;
  const unpacked = new Uint8Array(rowBytes);
  return {
    next(): Uint8Array {
      const count = start + 2 + row++ * countBytes;
      const length = isPacked ? (isLarge ? read.u32(count) : read.u16(count)) : rowBytes;
      const packed = read.slice(at, length);
      at += length;
      return isPacked ? unpackBits(packed, unpacked) : packed;
    },
  };
}

function unpackBits(packed: Uint8Array, row: Uint8Array): Uint8Array {
  let from = 0;
  for (let to = 0; to < row.length; ) {
    const head = packed[from++];
    if (head === undefined) throw truncated();
    if (head === 128) continue;
    const count = Math.min(head < 128 ? head + 1 : 257 - head, row.length - to);
    if (head < 128) {
      if (from + count > packed.length) throw truncated();
      row.set(packed.subarray(from, from + count), to);
      from += count;
    } else {
      row.fill(packed[from++] ?? 0, to, to + count);
    }
    to += count;
  }
  return row;
}
