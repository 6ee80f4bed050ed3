/** How the content of a file is written down, by its bytes and not by its name. */
export type Serialization = "yaml" | "binary" | "json" | "other";

/** What the bytes say. `unityVersion` is known for binary files, which begin with it. */
export type Detected = { serialization: Serialization; unityVersion?: string };

/** The first bytes are enough to detect a file by. */
export const DETECT_BYTES = 512;

/** @param head the first `DETECT_BYTES` of the file, or all of it; @param sizeBytes of the whole file */
export function detect(head: Uint8Array, sizeBytes: number): Detected {
  const text = new TextDecoder("latin1").decode(head.subarray(0, DETECT_BYTES)).replace(/^\xef\xbb\xbf/, "");
  if (text.startsWith("%YAML 1.")) return { serialization: "yaml" };
  if (/^\s{0,100}[{[]/.test(text)) return { serialization: "json" };
  const binary = readBinaryHeader(head, sizeBytes);
  return binary ? { serialization: "binary", unityVersion: binary.unityVersion } : { serialization: "other" };
}

/** The format version from which sizes are 64 bits wide. */
const WIDE_VERSION = 22;
const HIGHEST_VERSION = 99;

/**
 * Reads the header of a binary serialized file (big-endian, both layouts); undefined when it is none: the size in it must be the file's.
 */
export function readBinaryHeader(head: Uint8Array, sizeBytes: number): { version: number; unityVersion: string } | undefined {
  if (head.length < 64) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const version = view.getUint32(8);
  if (version === 0 || version > HIGHEST_VERSION) return undefined;
  const isWide = version >= WIDE_VERSION;
  const statedBytes = isWide ? view.getBigUint64(24) : BigInt(view.getUint32(4));
  if (statedBytes !== BigInt(sizeBytes)) return undefined;
  const start = isWide ? 48 : 20;
  const end = head.indexOf(0, start);
  const unityVersion = new TextDecoder("latin1").decode(head.subarray(start, end));
  return end > start && /^\d+\.\d+[\w.-]*$/.test(unityVersion) ? { version, unityVersion } : undefined;
}

/** Whether a file is text that may name guids in its own way. Size is the caller's to limit. */
export const mayNameGuids = (path: string): boolean =>
  /\.(asmdef|asmref|cs|inputactions|js|json|shader|shadergraph|shadersubgraph|compute|hlsl|cginc|uxml|uss|tss|xml|txt|csv|config|ya?ml)$/i.test(
    path,
  );
