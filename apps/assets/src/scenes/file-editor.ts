import { type DocumentHeader, parseDocument, splitDocuments, type UnityDocument } from "../unity/parse-documents.ts";

/** The text of a file while it is edited: a document is read when it is needed, as it is by then. */
export class FileEditor {
  #text: string;
  readonly #headers: DocumentHeader[];
  readonly #byId = new Map<string, DocumentHeader>();

  constructor(text: string) {
    this.#text = text;
    this.#headers = splitDocuments(text);
    for (const header of this.#headers) if (!this.#byId.has(header.localId)) this.#byId.set(header.localId, header);
  }

  get text(): string {
    return this.#text;
  }

  /** The document with this id as it is now; null when there is none. */
  read(localId: string): UnityDocument | null {
    const header = this.#byId.get(localId);
    return header ? parseDocument(this.#text, header) : null;
  }

  has(localId: string): boolean {
    return this.#byId.has(localId);
  }

  /** Puts a text in the place of another, inside one document. */
  replace(start: number, end: number, text: string): void {
    this.#text = this.#text.slice(0, start) + text + this.#text.slice(end);
    const grown = text.length - (end - start);
    for (const header of this.#headers) {
      if (header.end < start) continue;
      if (header.start > start) {
        header.start += grown;
        header.bodyStart += grown;
      }
      header.end += grown;
    }
  }

  /** The line up to `offset`. */
  linePrefix(offset: number): string {
    return this.#text.slice(this.lineStart(offset), offset);
  }

  lineStart(offset: number): number {
    return this.#text.lastIndexOf("\n", offset - 1) + 1;
  }

  /** Where the line of `offset` ends, before its line feed. */
  lineEnd(offset: number): number {
    const feed = this.#text.indexOf("\n", offset);
    return feed < 0 ? this.#text.length : feed;
  }
}
