import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlobReader, configure, type FileEntry, ZipReader } from "@zip.js/zip.js";
import { errors } from "../errors.ts";
import { type Entry, orInvalid } from "./archive.ts";
import type { Budget } from "./budget.ts";

configure({ useWebWorkers: false });

/** A zip's directory is read in one piece and kept. 50,000 entries with paths of usual length fit several times. */
const DIRECTORY_LIMIT_BYTES = 32 * 1024 * 1024;

/** Reads no more at once than fits in memory: how large the directory is, the archive itself says. */
class BoundedReader extends BlobReader {
  override readUint8Array(index: number, length: number): Promise<Uint8Array> {
    if (length > DIRECTORY_LIMIT_BYTES) throw errors.archiveLimit(`The archive's directory is larger than ${DIRECTORY_LIMIT_BYTES} bytes`);
    return super.readUint8Array(index, length);
  }
}

const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;

/**
 * Reads a zip. Its directory stands at the end, so the upload goes to a temporary file first, under a name of ours; it is gone whatever
 * happens. The directory and the local headers must agree, and nothing may stand before or after the archive.
 */
export const readZip = (body: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Entry> =>
  orInvalid("zip", async function* () {
    const path = join(tmpdir(), `slate-import-${randomUUID()}.zip`);
    try {
      await spool(body, path, budget);
      const reader = new ZipReader(new BoundedReader(Bun.file(path)), { strictness: "strict", checkSignature: true });
      for await (const entry of reader.getEntriesGenerator()) {
        budget.entry();
        if (!entry.directory) yield readEntry(entry, budget);
      }
      await reader.close();
    } finally {
      await rm(path, { force: true });
    }
  });

function readEntry(entry: FileEntry, budget: Budget): Entry {
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  if (type !== 0 && type !== REGULAR_FILE) throw errors.archiveInvalid(`${entry.filename} is neither a file nor a folder`);
  if (entry.encrypted) throw errors.archiveInvalid(`${entry.filename} is encrypted`);
  return { path: entry.filename, chunks: orInvalid("zip", () => unpack(entry, budget)) };
}

async function spool(body: AsyncIterable<Uint8Array>, path: string, budget: Budget): Promise<void> {
  const file = Bun.file(path).writer();
  try {
    for await (const chunk of body) {
      budget.pack(chunk.byteLength);
      file.write(chunk);
      await file.flush();
    }
  } finally {
    await file.end();
  }
}

async function* unpack(entry: FileEntry, budget: Budget): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const done = entry.getData(writable);
  done.catch(() => {}); // awaited below; a reader that stops early makes it fail
  for await (const chunk of readable as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    budget.grow(chunk.byteLength);
    budget.unpack(chunk.byteLength);
    yield chunk;
  }
  await done;
}
