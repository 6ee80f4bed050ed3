import { Unrenderable } from "./protocol.ts";

/** Pixels as they are drawn: RGBA, 8 bits each, from the top left. */
export type Bitmap = { width: number; height: number; data: Uint8Array<ArrayBuffer> };

/**
 * Makes an empty one. The formats read here have no way to be decoded bit by bit, so they may have fewer pixels than others. Throws
 * `image.too_large` before anything is allocated, and `image.corrupt` for no size at all.
 */
export function createBitmap(width: number, height: number, limitPixels: number): Bitmap {
  if (!(width > 0 && height > 0)) throw new Unrenderable("image.corrupt", "The image has no size");
  if (width * height > limitPixels) throw new Unrenderable("image.too_large", `The image has ${width} × ${height} pixels`);
  return { width, height, data: new Uint8Array(width * height * 4) };
}

/** Reads numbers out of bytes. Throws `image.corrupt` past their end. */
export function createReader(bytes: Uint8Array, littleEndian: boolean) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (offset: number, length: number): number => {
    if (!(offset >= 0 && offset + length <= bytes.length)) throw truncated();
    return offset;
  };
  return {
    u8: (offset: number) => view.getUint8(at(offset, 1)),
    u16: (offset: number) => view.getUint16(at(offset, 2), littleEndian),
    i16: (offset: number) => view.getInt16(at(offset, 2), littleEndian),
    u32: (offset: number) => view.getUint32(at(offset, 4), littleEndian),
    i32: (offset: number) => view.getInt32(at(offset, 4), littleEndian),
    slice: (offset: number, length: number) => bytes.subarray(at(offset, length), offset + length),
  };
}

export const truncated = () => new Unrenderable("image.corrupt", "The image ends too early");
