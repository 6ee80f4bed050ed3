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
    pipeline(Readable.from(whole(count(unpacked, budget.unpack))), archive, ignoreError);
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

/** A tar ends in two blocks of zeros. Without them it was cut, though every entry in it may be whole. */
const END_BYTES = 1024;

async function* whole(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let zeros = 0;
  for await (const chunk of chunks) {
    let i = chunk.length;
    while (i > 0 && chunk[i - 1] === 0) i--;
    zeros = i === 0 ? zeros + chunk.length : chunk.length - i;
    yield chunk;
  }
  if (zeros < END_BYTES) throw errors.archiveInvalid("The archive ends too early");
}

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
