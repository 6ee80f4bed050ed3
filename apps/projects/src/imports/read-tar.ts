import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "@slate/service";
import { extract, type Header } from "tar-stream";
import { errors } from "../errors.ts";
import type { Entry } from "./archive.ts";
import type { Budget } from "./budget.ts";

/** Reads a tar or tar.gz as it arrives. Only regular files and folders; anything else in it ends the import (security J3). */
export async function* readTar(body: ReadableStream<Uint8Array>, budget: Budget, gzipped: boolean): AsyncGenerator<Entry> {
  const counted = Readable.from(count(body, budget));
  const archive = extract();
  const source = gzipped ? counted.pipe(createGunzip()) : counted;
  counted.on("error", (error) => archive.destroy(error));
  source.on("error", (error) => archive.destroy(error));
  source.pipe(archive);
  try {
    for await (const entry of archive) {
      const header = entry.header as Header & { pax?: Record<string, string> | null };
      budget.entry();
      if (header.type === "directory") {
        entry.resume();
        continue;
      }
      const isSparse = Object.keys(header.pax ?? {}).some((key) => key.startsWith("GNU.sparse"));
      if (header.type !== "file" || isSparse) throw errors.archiveInvalid(`${header.name} is neither a file nor a folder`);
      yield { path: header.name, chunks: count(entry as AsyncIterable<Uint8Array>, { pack: budget.unpack }) };
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : errors.archiveInvalid("The archive is damaged or not a tar", { cause });
  } finally {
    counted.destroy();
    archive.destroy();
  }
}

async function* count(chunks: AsyncIterable<Uint8Array>, budget: Pick<Budget, "pack">): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    budget.pack(chunk.byteLength);
    yield chunk;
  }
}
