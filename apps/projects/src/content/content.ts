/** What a file version holds: the hash that names it, and for small text the text itself. */
export type Content = { sha256: string; size: number; binary: boolean; text: string | null };
/**
 * Content that is, or is about to be, reachable. `manifestDigest` names the manifest that holds its blob, null for text in PostgreSQL;
 * `kept` says that its row is in the database already, so `text` need not be here.
 */
export type StoredContent = Content & { manifestDigest: string | null; kept?: true };

/** Content that another version of some file has already. */
export const keptContent = ({ sha256, size, binary }: Pick<Content, "sha256" | "size" | "binary">): StoredContent => ({
  sha256,
  size,
  binary,
  text: null,
  manifestDigest: null,
  kept: true,
});

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Describes bytes held in memory. Text is valid UTF-8 without NUL; a byte order mark is part of it. */
export function describe(bytes: Uint8Array, textLimitBytes: number): Content {
  const text = decodeText(bytes);
  return {
    sha256: new Bun.CryptoHasher("sha256").update(bytes).digest("hex"),
    size: bytes.byteLength,
    binary: text === null,
    text: bytes.byteLength <= textLimitBytes ? text : null,
  };
}

function decodeText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** Decides text or binary over a stream, without keeping it. */
export function createTextDetector() {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let isText = true;
  return {
    add(chunk: Uint8Array) {
      if (!isText) return;
      try {
        decoder.decode(chunk, { stream: true });
        isText = !chunk.includes(0);
      } catch {
        isText = false;
      }
    },
    /** False as soon as it is certain, so that nothing more need be read. */
    mayBeText: () => isText,
    end(): { binary: boolean } {
      try {
        decoder.decode();
      } catch {
        isText = false;
      }
      return { binary: !isText };
    },
  };
}
