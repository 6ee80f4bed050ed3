/** A file to be put into an archive. */
export type Entry = { path: string; file: File };

const blockBytes = 512;
const encoder = new TextEncoder();

/**
 * A tar of the files, as a Blob made of parts: the browser reads each file from disk only when its turn to be sent has come.
 * Paths go into a pax header where the old fields are too short or not made for them (POSIX.1-2001).
 */
export function makeTar(entries: readonly Entry[]): Blob {
  const parts: BlobPart[] = [];
  for (const { path, file } of entries) {
    const fits = path.length <= 100 && /^[\x20-\x7e]+$/.test(path);
    if (!fits) {
      const record = paxRecord("path", path);
      parts.push(header("PaxHeader", record.length, "x", file.lastModified), record, padding(record.length));
    }
    parts.push(header(fits ? path : "file", file.size, "0", file.lastModified), file, padding(file.size));
  }
  parts.push(new Uint8Array(2 * blockBytes));
  return new Blob(parts);
}

/** `27 path=Assets/Spieler_ö.cs\n`: its own length first, which counts itself. */
function paxRecord(name: string, value: string): Uint8Array<ArrayBuffer> {
  const rest = encoder.encode(` ${name}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return new Uint8Array([...encoder.encode(String(length)), ...rest]);
}

function header(name: string, size: number, type: "0" | "x", modifiedAtMs: number): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(blockBytes);
  const put = (at: number, text: string) => block.set(encoder.encode(text), at);
  const octal = (value: number, digits: number) => Math.floor(value).toString(8).padStart(digits, "0");
  put(0, name);
  put(100, "0000644\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  put(124, `${octal(size, 11)}\0`);
  put(136, `${octal(Math.max(0, modifiedAtMs / 1000), 11)}\0`);
  put(148, "        ");
  put(156, type);
  put(257, "ustar\0");
  put(263, "00");
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return block;
}

const padding = (size: number) => new Uint8Array((blockBytes - (size % blockBytes)) % blockBytes);
