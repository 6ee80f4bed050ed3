import type { Import } from "@slate/schema/api";
import { AppError } from "@slate/service";
import { errors } from "../errors.ts";
import type { Budget } from "./budget.ts";
import { readTar } from "./read-tar.ts";
import { readZip } from "./read-zip.ts";

/** One regular file of an archive. Its chunks must be read, or skipped, before the next entry is asked for. */
export type Entry = { path: string; chunks: AsyncIterable<Uint8Array> };

/** Opens an archive as a stream of its files. Throws `import.invalid` and `import.limit`. */
export function readArchive(format: Import["format"], body: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Entry> {
  return format === "zip" ? readZip(body, budget) : readTar(body, budget, format !== "tar");
}

/** Runs a reader whose library throws errors of its own: what is not ours is a damaged archive. */
export async function* orInvalid<T>(format: string, read: () => AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* read();
  } catch (cause) {
    throw cause instanceof AppError ? cause : errors.archiveInvalid(`The archive is damaged or not a ${format}`, { cause });
  }
}
