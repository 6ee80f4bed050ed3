import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** How much of a file is read into memory at a time. */
const sliceBytes = 4 * 1024 * 1024;

/** A SHA-256 that is fed slice by slice, so that a file of any size costs a few megabytes. */
export function createFileHash() {
  const hash = sha256.create();
  return {
    /** Takes part of the file, in order. */
    async feed(part: Blob, signal: AbortSignal) {
      for (let at = 0; at < part.size; at += sliceBytes) {
        signal.throwIfAborted();
        hash.update(new Uint8Array(await part.slice(at, at + sliceBytes).arrayBuffer()));
      }
    },
    /** The hash in hex, once everything was fed. */
    digest: () => bytesToHex(hash.digest()),
  };
}
