import { ParseProblem, parseTree } from "./parse-tree.ts";
import { LineCounter } from "./text.ts";
import { isLocalId, type MapNode, type TreeNode } from "./tree.ts";
import { type Warning, Warnings } from "./warnings.ts";

/**
 * One `--- !u!114 &11400000` and the text it stands above. `localId` is a decimal 64-bit number, possibly negative, and never fits a
 * number. Offsets count as in tree.ts: `start` is the first dash, `bodyStart` the line below, `end` the next document or the end of the file.
 */
export type DocumentHeader = { classId: number; localId: string; stripped: boolean; start: number; bodyStart: number; end: number };

/**
 * `type` is the name that the document gives itself (names drift from version to version, class ids do not), `body` the map below it.
 * Both are null when the document could not be read; a warning then says why.
 */
export type UnityDocument = DocumentHeader & { type: string | null; body: MapNode | null };

export type UnityFile = { documents: UnityDocument[]; warnings: Warning[] };

const HEADER = /--- !u!(\d{1,10}) &(-?(?:0|[1-9]\d{0,18}))( stripped)?[ \t]*\r?(?=\n|$)/y;

/** Finds the documents of a file without reading them, at the speed of a text search. */
export function splitDocuments(text: string, warnings = new Warnings(new LineCounter(text))): DocumentHeader[] {
  const headers: DocumentHeader[] = [];
  let open: DocumentHeader | undefined;
  let at = firstLine(text);
  if (!text.startsWith("--- ", at)) at = nextSeparator(text, at);
  warnAboutPreamble(text.slice(0, at), warnings);
  while (at < text.length) {
    if (open) open.end = at;
    HEADER.lastIndex = at;
    const header = HEADER.exec(text);
    if (header && isLocalId(header[2])) {
      const bodyStart = Math.min(text.length, at + header[0].length + 1);
      const [, classId, localId = "0", stripped] = header;
      open = { classId: Number(classId), localId, stripped: stripped !== undefined, start: at, bodyStart, end: text.length };
      headers.push(open);
    } else {
      open = undefined;
      warnings.add("yaml.header", at, "The line that begins a document cannot be read; the document is left out.");
    }
    at = nextSeparator(text, at);
  }
  return headers;
}

const firstLine = (text: string): number => (text.charCodeAt(0) === 0xfeff ? 1 : 0);

/** The next line that begins with `--- `, or the end of the text. */
function nextSeparator(text: string, from: number): number {
  const feed = text.indexOf("\n--- ", from);
  return feed < 0 ? text.length : feed + 1;
}

function warnAboutPreamble(preamble: string, warnings: Warnings): void {
  let offset = firstLine(preamble);
  for (const line of preamble.slice(offset).split("\n")) {
    if (!line.startsWith("%") && line.trim() !== "") {
      warnings.add("yaml.preamble", offset, "There is text before the first document.");
      return;
    }
    offset += line.length + 1;
  }
}

/**
 * Reads one document of `text`. Never throws: what cannot be read has no body and adds a warning. Whoever reads many of one file
 * gives them all the same `warnings`, which count lines in one pass.
 */
export function parseDocument(text: string, header: DocumentHeader, warnings = new Warnings(new LineCounter(text))): UnityDocument {
  const root = parsePart(text, header.bodyStart, header.end, warnings);
  const [first, second] = root?.entries ?? [];
  if (!root || !first || second) {
    if (root) warnings.add("yaml.unparsable", header.start, first ? "A document has two objects." : "A document is empty.");
    return { ...header, type: null, body: null };
  }
  const { key, value } = first;
  const isEmpty = value.kind === "scalar" && value.text === "";
  const body: TreeNode = isEmpty ? { kind: "map", start: value.start, end: value.end, flow: false, entries: [] } : value;
  if (body.kind !== "map") {
    warnings.add("yaml.unparsable", header.start, "A document holds no fields.");
    return { ...header, type: null, body: null };
  }
  return { ...header, type: key, body };
}

/** Reads every document of a file that begins with `%YAML`. Never throws. */
export function parseFile(text: string): UnityFile {
  const warnings = new Warnings(new LineCounter(text));
  const headers = splitDocuments(text, warnings);
  warnOfDuplicateIds(headers, warnings);
  return { documents: headers.map((header) => parseDocument(text, header, warnings)), warnings: warnings.list };
}

/** The ids of a file, each of which may stand there once. */
export function warnOfDuplicateIds(headers: DocumentHeader[], warnings: Warnings): Set<string> {
  const seen = new Set<string>();
  for (const { localId, start } of headers) {
    if (seen.has(localId)) warnings.add("yaml.duplicate_anchor", start, `Two objects have the id ${localId}.`);
    seen.add(localId);
  }
  return seen;
}

/** Reads a text that is one map without a header, such as a `.meta`. Never throws; `root` is null when it cannot be read. */
export function parseMap(text: string): { root: MapNode | null; warnings: Warning[] } {
  const warnings = new Warnings(new LineCounter(text));
  return { root: parsePart(text, firstLine(text), text.length, warnings), warnings: warnings.list };
}

function parsePart(text: string, start: number, end: number, warnings: Warnings): MapNode | null {
  try {
    return parseTree(text.slice(start, end), start);
  } catch (error) {
    if (!(error instanceof ParseProblem)) throw error;
    warnings.add(error.code, error.offset, error.message);
    return null;
  }
}
