import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { errors } from "../errors.ts";
import { type Entry, orInvalid } from "./archive.ts";
import type { Budget } from "./budget.ts";

/** Errors reach the reader of the archive; in the pipeline they only have to be somebody's. */
const ignoreError = () => {};

/** Reads a tar or tar.gz as it arrives. Only regular files and folders; anything else in it ends the import (security J3). */
export const readTar = (body: AsyncIterable<Uint8Array>, budget: Budget, gzipped: boolean): AsyncGenerator<Entry> =>
  orInvalid("tar", async function* () {
    const packed = Readable.from(count(body, budget.pack));
    const archive = extract();
    const unpacked = gzipped ? pipeline(packed, createGunzip(), ignoreError) : packed;
    pipeline(Readable.from(count(unpacked, budget.unpack)), archive, ignoreError);
    try {
      for await (const entry of archive) {
        budget.entry();
        if (entry.header.type === "directory") entry.resume();
        else yield readEntry(entry.header, entry as AsyncIterable<Uint8Array>, budget);
      }
    } finally {
      archive.destroy();
      packed.destroy();
    }
  });

function readEntry(header: Header, chunks: AsyncIterable<Uint8Array>, budget: Budget): Entry {
  const isSparse = Object.keys((header.pax as object | null) ?? {}).some((key) => key.startsWith("GNU.sparse"));
  if (header.type !== "file" || isSparse) throw errors.archiveInvalid(`${header.name} is neither a file nor a folder`);
  return { path: header.name, chunks: orInvalid("tar", () => count(chunks, budget.grow)) };
}

async function* count(chunks: AsyncIterable<Uint8Array>, add: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    add(chunk.byteLength);
    yield chunk;
  }
}
