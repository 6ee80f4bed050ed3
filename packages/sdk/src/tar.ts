const BLOCK = 512;
const encoder = new TextEncoder();

export type FolderFile = { path: string; content: Blob };

/**
 * A tar (POSIX pax) of a folder, put together from references: no file is read before the upload reads it, so a folder of any size costs
 * 512 bytes a file. Paths are relative, `/` between segments.
 */
export function packFolder(files: FolderFile[]): Blob {
  const parts: (Blob | Uint8Array<ArrayBuffer>)[] = [];
  for (const { path, content } of files) {
    parts.push(...headersOf(path, content.size), content);
    const rest = content.size % BLOCK;
    if (rest) parts.push(new Uint8Array(BLOCK - rest));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return new Blob(parts, { type: "application/x-tar" });
}

/** A plain header holds 100 ASCII bytes of name and 8 GiB of size; anything else goes into a pax record before it. */
function headersOf(path: string, size: number): Uint8Array<ArrayBuffer>[] {
  const isPlain = path.length <= 100 && /^[\x20-\x7e]*$/.test(path) && size < 8 ** 11;
  if (isPlain) return [header(path, size, "0")];
  const records = encoder.encode(paxRecord("path", path) + paxRecord("size", String(size)));
  const padded = new Uint8Array(Math.ceil(records.length / BLOCK) * BLOCK);
  padded.set(records);
  return [header("pax", records.length, "x"), padded, header("file", size < 8 ** 11 ? size : 0, "0")];
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const body = encoder.encode(` ${key}=${value}\n`).length;
  let length = body + String(body).length;
  if (body + String(length).length !== length) length++;
  return `${length} ${key}=${value}\n`;
}

function header(name: string, size: number, type: string): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK);
  const put = (offset: number, text: string) => block.set(encoder.encode(text), offset);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, "0")}\0`;
  put(0, name);
  put(100, octal(0o644, 8));
  put(108, octal(0, 8));
  put(116, octal(0, 8));
  put(124, octal(size, 12));
  put(136, octal(0, 12));
  put(148, "        ");
  put(156, type);
  put(257, "ustar\0");
  put(263, "00");
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return block;
}
