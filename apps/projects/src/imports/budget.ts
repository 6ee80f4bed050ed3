import type { Config } from "../config.ts";
import { errors } from "../errors.ts";

const RATIO_FREE_BYTES = 1024 * 1024;

/**
 * Counts what an archive costs while it is read and throws `import.limit` at the first limit passed: packed and unpacked bytes, their ratio
 * after the first MiB, entries, bytes per entry (security J2).
 */
export function createBudget(config: Config) {
  let packedBytes = 0;
  let unpackedBytes = 0;
  let entries = 0;
  let entryBytes = 0;
  return {
    get packedBytes() {
      return packedBytes;
    },
    pack(bytes: number) {
      packedBytes += bytes;
      if (packedBytes > config.ARCHIVE_LIMIT_BYTES)
        throw errors.archiveLimit(`The archive is larger than ${config.ARCHIVE_LIMIT_BYTES} bytes`);
    },
    entry() {
      entryBytes = 0;
      if (++entries > config.ARCHIVE_LIMIT_ENTRIES)
        throw errors.archiveLimit(`The archive has more than ${config.ARCHIVE_LIMIT_ENTRIES} entries`);
    },
    /** Counts unpacked bytes of the file being read. */
    grow(bytes: number) {
      entryBytes += bytes;
      if (entryBytes > config.FILE_LIMIT_BYTES)
        throw errors.archiveLimit(`A file in the archive is larger than ${config.FILE_LIMIT_BYTES} bytes`);
    },
    /** Counts unpacked bytes of the whole archive, whatever they are for. */
    unpack(bytes: number) {
      unpackedBytes += bytes;
      if (unpackedBytes > config.ARCHIVE_LIMIT_EXPANDED_BYTES) {
        throw errors.archiveLimit(`The archive unpacks to more than ${config.ARCHIVE_LIMIT_EXPANDED_BYTES} bytes`);
      }
      if (unpackedBytes > RATIO_FREE_BYTES && unpackedBytes > packedBytes * config.ARCHIVE_LIMIT_RATIO) {
        throw errors.archiveLimit(`The archive unpacks to more than ${config.ARCHIVE_LIMIT_RATIO} times its size`);
      }
    },
  };
}
export type Budget = ReturnType<typeof createBudget>;
