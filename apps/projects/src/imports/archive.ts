import type { Import } from "@slate/schema/api";
import type { Budget } from "./budget.ts";
import { readTar } from "./read-tar.ts";
import { readZip } from "./read-zip.ts";

/** One regular file of an archive. Its chunks must be read, or skipped, before the next entry is asked for. */
export type Entry = { path: string; chunks: AsyncIterable<Uint8Array> };

/** Opens an archive as a stream of its files. Throws `import.invalid` and `import.limit`. */
export function readArchive(format: Import["format"], body: ReadableStream<Uint8Array>, budget: Budget): AsyncGenerator<Entry> {
  return format === "zip" ? readZip(body, budget) : readTar(body, budget, format === "tar.gz");
}
