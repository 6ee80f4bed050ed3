/** `sha256:<64 hex>` of bytes in memory. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${Bun.SHA256.hash(bytes, "hex")}`;
}

/** Counts and hashes bytes as they pass. */
export function createMeter() {
  const hasher = new Bun.CryptoHasher("sha256");
  let size = 0;
  return {
    add(chunk: Uint8Array) {
      hasher.update(chunk);
      size += chunk.byteLength;
    },
    get size() {
      return size;
    },
    /** Ends the count: call once. */
    digest: () => `sha256:${hasher.digest("hex")}`,
  };
}
