/** The text of a file. `lossless` says that encoding it gives the same bytes again; otherwise it is to be read, not edited. */
export type DecodedText = { text: string; lossless: boolean };

/** Decodes UTF-8 and keeps a BOM as U+FEFF. Bytes that are no UTF-8 become U+FFFD. */
export function decodeText(bytes: Uint8Array): DecodedText {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), lossless: true };
  } catch {
    return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), lossless: false };
  }
}

export const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The byte offset, in UTF-8, of a string index. Linear in the index. */
export const byteOffsetOf = (text: string, index: number): number => Buffer.byteLength(text.slice(0, index));

/** Counts lines for warnings in one pass over a file, as long as it is asked from front to back. */
export class LineCounter {
  #offset = 0;
  #line = 1;
  constructor(readonly text: string) {}

  /** The line, from 1, in which `offset` stands. */
  lineOf(offset: number): number {
    if (offset < this.#offset) {
      this.#offset = 0;
      this.#line = 1;
    }
    let next = this.text.indexOf("\n", this.#offset);
    while (next >= 0 && next < offset) {
      this.#line++;
      this.#offset = next + 1;
      next = this.text.indexOf("\n", this.#offset);
    }
    return this.#line;
  }
}
