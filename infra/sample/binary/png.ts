/** A picture: red, green, blue and alpha of each pixel from 0 to 1, rows from the top. */
export type Pixel = readonly [red: number, green: number, blue: number, alpha: number];
export type Paint = (x: number, y: number) => Pixel;

const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
const MAX_STORED_BYTES = 65535;

/** A square PNG of `size` pixels, 8 bits per channel. Stored without compression, so that every machine makes the same bytes. */
export function encodePng(size: number, paint: Paint): Uint8Array {
  const alpha = hasAlpha(size, paint);
  const channels = alpha ? 4 : 3;
  const rows = new Uint8Array(size * (size * channels + 1));
  let at = 0;
  for (let y = 0; y < size; y++) {
    rows[at++] = 0;
    for (let x = 0; x < size; x++) for (const channel of paint(x, y).slice(0, channels)) rows[at++] = toByte(channel);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, size);
  view.setUint32(4, size);
  header.set([8, alpha ? 6 : 2, 0, 0, 0], 8);
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), chunk("IDAT", storeZlib(rows)), chunk("IEND", new Uint8Array())]);
}

function hasAlpha(size: number, paint: Paint): boolean {
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (paint(x, y)[3] < 1) return true;
  return false;
}

const toByte = (channel: number): number => Math.max(0, Math.min(255, Math.round(channel * 255)));

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([uint32(data.length), body, uint32(Bun.hash.crc32(body))]);
}

function storeZlib(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let start = 0; start < data.length; start += MAX_STORED_BYTES) {
    const block = data.subarray(start, start + MAX_STORED_BYTES);
    const header = Buffer.alloc(5);
    header[0] = start + block.length === data.length ? 1 : 0;
    header.writeUInt16LE(block.length, 1);
    header.writeUInt16LE(block.length ^ 0xffff, 3);
    parts.push(header, block);
  }
  return Buffer.concat([...parts, uint32(Bun.hash.adler32(data))]);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
