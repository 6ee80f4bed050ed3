import { decodeDoubleQuoted, decodeSingleQuoted } from "./decode-quoted.ts";
import type { MapEntry, MapNode, QuotingStyle, ScalarNode, SequenceNode, TreeNode } from "./tree.ts";
import type { WarningCode } from "./warnings.ts";

/** Unity itself stops at ten levels of serialized fields; everything above this is an attack on the stack. */
const DEPTH_LIMIT = 128;

/**
 * Why a text could not be read, and where. Caught by parse-documents.ts, which makes a warning of it. No `Error`: a broken file may
 * hold a hundred thousand of them, and nobody reads their stacks.
 */
export class ParseProblem {
  constructor(
    readonly code: WarningCode,
    readonly offset: number,
    readonly message: string,
  ) {}
}

/** A tree takes a hundred times the memory of its shortest values: a document of more nodes stays unread. */
const NODES_LIMIT = 1_000_000;

const TAB = 9;
const LINE_FEED = 10;
const RETURN = 13;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const MERGE_MARKER = /(?:<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|$)/y;

/**
 * Reads the block map that begins in column 0 of `source`, in the dialect in which Unity serializes: no comments, tags, anchors or block
 * scalars, text is never anything but text. Offsets are those in `source` plus `base`.
 *
 * @throws ParseProblem when the text is not in this dialect. Time is linear in the length of the text.
 */
export function parseTree(source: string, base: number): MapNode {
  return new TreeParser(source, base).parse();
}

/**
 * One pass from line to line. The fields describe the line that is read next: `#indent` is the column of `#at`, its first sign
 * (-1 behind the last line); behind a dash, the rest of the line counts as a line that begins there.
 */
class TreeParser {
  readonly #source: string;
  readonly #base: number;
  #indent = -1;
  #at = 0;
  #lineEnd = 0;
  #nextLine = 0;
  /** Blank lines before this one: they are line feeds when it continues a text. */
  #blankLines = 0;
  /** Where the last quoted scalar or flow collection ended. */
  #inlineEnd = 0;
  #nodes = 0;

  constructor(source: string, base: number) {
    this.#source = source;
    this.#base = base;
  }

  parse(): MapNode {
    this.#readLine(0);
    if (this.#indent < 0) return { kind: "map", start: this.#base, end: this.#base, flow: false, entries: [] };
    if (this.#indent > 0) throw this.#problem(this.#at, "The first line is indented.");
    const root = this.#parseMap(0);
    if (this.#indent >= 0) throw this.#problem(this.#at, "A line belongs to nothing above it.");
    return root;
  }

  #problem(at: number, message: string): ParseProblem {
    MERGE_MARKER.lastIndex = at;
    const isMarker = (at === 0 || this.#source.charCodeAt(at - 1) === LINE_FEED) && MERGE_MARKER.test(this.#source);
    if (isMarker) return new ParseProblem("yaml.merge_marker", this.#base + at, "A merge conflict was left unresolved.");
    return new ParseProblem("yaml.unparsable", this.#base + at, message);
  }

  #countNode(at: number): void {
    if (++this.#nodes <= NODES_LIMIT) return;
    throw new ParseProblem("yaml.too_large", this.#base + at, `More than ${NODES_LIMIT} values in one object.`);
  }

  /** Moves to the first line from `start` on that is not blank. */
  #readLine(start: number): void {
    const source = this.#source;
    let lineStart = start;
    this.#blankLines = 0;
    for (;;) {
      let at = lineStart;
      let code = source.charCodeAt(at);
      while (code === SPACE) code = source.charCodeAt(++at);
      if (code === TAB || code === RETURN) {
        let blank = at;
        while (isBlank(source.charCodeAt(blank))) blank++;
        if (blank >= source.length || source.charCodeAt(blank) === LINE_FEED) {
          at = blank;
          code = LINE_FEED;
        }
      }
      if (at >= source.length) {
        this.#indent = -1;
        this.#at = source.length;
        this.#lineEnd = source.length;
        this.#nextLine = source.length;
        return;
      }
      if (code === LINE_FEED) {
        this.#blankLines++;
        lineStart = at + 1;
        continue;
      }
      const feed = source.indexOf("\n", at);
      const end = feed < 0 ? source.length : feed;
      this.#indent = at - lineStart;
      this.#at = at;
      this.#nextLine = end + 1;
      this.#lineEnd = source.charCodeAt(end - 1) === RETURN ? end - 1 : end;
      return;
    }
  }

  #parseMap(depth: number): MapNode {
    if (depth > DEPTH_LIMIT) throw new ParseProblem("yaml.too_deep", this.#base + this.#at, `Deeper than ${DEPTH_LIMIT} levels.`);
    const indent = this.#indent;
    const start = this.#base + this.#at;
    const entries: MapEntry[] = [];
    let end = start;
    do {
      const entry = this.#parseEntry(indent, depth);
      entries.push(entry);
      end = entry.value.end;
    } while (this.#indent === indent && !this.#isAtDash());
    if (this.#indent > indent) throw this.#problem(this.#at, "A line is indented deeper than the value above it.");
    return { kind: "map", start, end, flow: false, entries };
  }

  #parseEntry(indent: number, depth: number): MapEntry {
    const keyStart = this.#at;
    this.#countNode(keyStart);
    const colon = this.#findKeyEnd();
    if (colon < 0) throw this.#problem(keyStart, "A line has no key.");
    const first = this.#source.charCodeAt(keyStart);
    const isQuoted = first === SINGLE_QUOTE || first === DOUBLE_QUOTE;
    const key = isQuoted ? this.#parseQuoted(keyStart, false).text : this.#source.slice(keyStart, colon);
    const keyEnd = isQuoted ? this.#inlineEnd : colon;
    const value = this.#parseValue(colon + 1, indent, depth);
    return { key, keyStart: this.#base + keyStart, keyEnd: this.#base + keyEnd, value };
  }

  /** The colon behind the key with which this line begins; -1 when it begins with none. */
  #findKeyEnd(): number {
    const source = this.#source;
    const first = source.charCodeAt(this.#at);
    if (first === SINGLE_QUOTE || first === DOUBLE_QUOTE) {
      this.#parseQuoted(this.#at, false);
      let at = this.#inlineEnd;
      while (source.charCodeAt(at) === SPACE) at++;
      return at < this.#lineEnd && source.charCodeAt(at) === COLON ? at : -1;
    }
    if (first === TAB) return -1;
    for (let at = this.#at; at < this.#lineEnd; at++) {
      if (source.charCodeAt(at) === COLON && (at + 1 === this.#lineEnd || isBlank(source.charCodeAt(at + 1)))) return at;
    }
    return -1;
  }

  /** What stands behind the colon of a key whose map has this indent. */
  #parseValue(from: number, indent: number, depth: number): TreeNode {
    const at = this.#skipBlanks(from);
    if (at < this.#lineEnd) {
      this.#at = at;
      return this.#parseInline(indent, depth);
    }
    const empty = this.#emptyScalar(from);
    this.#readLine(this.#nextLine);
    if (this.#indent > indent) return this.#parseNode(indent, depth + 1);
    // Unity writes the dashes of a sequence in the column of its key.
    return this.#indent === indent && this.#isAtDash() ? this.#parseSequence(depth + 1) : empty;
  }

  #parseSequence(depth: number): SequenceNode {
    if (depth > DEPTH_LIMIT) throw new ParseProblem("yaml.too_deep", this.#base + this.#at, `Deeper than ${DEPTH_LIMIT} levels.`);
    const indent = this.#indent;
    const start = this.#base + this.#at;
    const items: TreeNode[] = [];
    let end = start;
    do {
      const item = this.#parseItem(indent, depth);
      items.push(item);
      end = item.end;
    } while (this.#indent === indent && this.#isAtDash());
    if (this.#indent > indent) throw this.#problem(this.#at, "A line is indented deeper than the item above it.");
    return { kind: "sequence", start, end, flow: false, items };
  }

  #parseItem(indent: number, depth: number): TreeNode {
    const dash = this.#at;
    this.#countNode(dash);
    const at = this.#skipBlanks(dash + 1);
    if (at < this.#lineEnd) {
      this.#at = at;
      this.#indent = indent + at - dash;
      return this.#parseNode(indent, depth + 1);
    }
    const empty = this.#emptyScalar(dash + 1);
    this.#readLine(this.#nextLine);
    return this.#indent > indent ? this.#parseNode(indent, depth + 1) : empty;
  }

  /** Whatever begins at `#at`, as the child of something at `parentIndent`. */
  #parseNode(parentIndent: number, depth: number): TreeNode {
    if (this.#isAtDash()) return this.#parseSequence(depth);
    const first = this.#source.charCodeAt(this.#at);
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET && this.#findKeyEnd() >= 0) return this.#parseMap(depth);
    return this.#parseInline(parentIndent, depth);
  }

  /** A flow collection or a scalar that begins at `#at`; ends on a line of its own or of what comes next. */
  #parseInline(parentIndent: number, depth: number): TreeNode {
    const first = this.#source.charCodeAt(this.#at);
    if (first === OPEN_BRACE || first === OPEN_BRACKET) {
      const node = this.#parseFlow(this.#at, depth);
      this.#finishLine();
      return node;
    }
    if (first === SINGLE_QUOTE || first === DOUBLE_QUOTE) {
      const node = this.#parseQuoted(this.#at, false);
      this.#finishLine();
      return node;
    }
    return this.#parsePlain(parentIndent);
  }

  /** A plain text to the end of the line, blanks included, and on over all lines that are deeper than its parent. */
  #parsePlain(parentIndent: number): ScalarNode {
    const start = this.#at;
    let end = this.#lineEnd;
    let text = this.#source.slice(start, end);
    this.#readLine(this.#nextLine);
    if (this.#indent > parentIndent) {
      const parts = [text];
      do {
        parts.push(this.#blankLines === 0 ? " " : "\n".repeat(this.#blankLines), this.#source.slice(this.#at, this.#lineEnd));
        end = this.#lineEnd;
        this.#readLine(this.#nextLine);
      } while (this.#indent > parentIndent);
      text = parts.join("");
    }
    return { kind: "scalar", start: this.#base + start, end: this.#base + end, flow: false, style: "plain", text };
  }

  /** An empty value behind its colon or dash, one blank after it where there is one. */
  #emptyScalar(from: number): ScalarNode {
    const start = from < this.#lineEnd ? from + 1 : from;
    const end = this.#base + this.#lineEnd;
    return { kind: "scalar", start: this.#base + start, end, flow: false, style: "plain", text: "" };
  }

  /** A quoted scalar that begins at `start`; sets `#inlineEnd`. */
  #parseQuoted(start: number, flow: boolean): ScalarNode {
    const style: QuotingStyle = this.#source.charCodeAt(start) === SINGLE_QUOTE ? "single" : "double";
    const close = style === "single" ? this.#findSingleQuote(start + 1) : this.#findDoubleQuote(start + 1);
    if (close < 0) throw this.#problem(start, "A quote is never closed.");
    const inner = this.#source.slice(start + 1, close);
    this.#refuseMergeMarkers(start, close);
    this.#inlineEnd = close + 1;
    const text = style === "single" ? decodeSingleQuoted(inner) : decodeDoubleQuoted(inner);
    return { kind: "scalar", start: this.#base + start, end: this.#base + close + 1, flow, style, text };
  }

  #findSingleQuote(from: number): number {
    let at = this.#source.indexOf("'", from);
    while (at >= 0 && this.#source.charCodeAt(at + 1) === SINGLE_QUOTE) at = this.#source.indexOf("'", at + 2);
    return at;
  }

  #findDoubleQuote(from: number): number {
    for (let at = from; at < this.#source.length; at++) {
      const code = this.#source.charCodeAt(at);
      if (code === DOUBLE_QUOTE) return at;
      if (code === BACKSLASH) at++;
    }
    return -1;
  }

  /** Both sides of a conflict inside a text would read as one text. */
  #refuseMergeMarkers(start: number, end: number): void {
    for (let feed = this.#source.indexOf("\n", start); feed >= 0 && feed < end; feed = this.#source.indexOf("\n", feed + 1)) {
      MERGE_MARKER.lastIndex = feed + 1;
      if (MERGE_MARKER.test(this.#source)) throw this.#problem(feed + 1, "");
    }
  }

  #parseFlow(start: number, depth: number): MapNode | SequenceNode {
    if (depth > DEPTH_LIMIT) throw new ParseProblem("yaml.too_deep", this.#base + start, `Deeper than ${DEPTH_LIMIT} levels.`);
    return this.#source.charCodeAt(start) === OPEN_BRACE ? this.#parseFlowMap(start, depth) : this.#parseFlowSequence(start, depth);
  }

  #parseFlowMap(start: number, depth: number): MapNode {
    const source = this.#source;
    const entries: MapEntry[] = [];
    let at = this.#skipFlowBlanks(start + 1);
    while (source.charCodeAt(at) !== CLOSE_BRACE) {
      this.#countNode(at);
      const key = this.#parseFlowScalar(at, true);
      at = this.#skipFlowBlanks(this.#inlineEnd);
      let value: TreeNode;
      if (source.charCodeAt(at) === COLON) {
        at = this.#skipFlowBlanks(at + 1);
        value = this.#parseFlowValue(at, depth);
        at = this.#skipFlowBlanks(this.#inlineEnd);
      } else value = { kind: "scalar", start: key.end, end: key.end, flow: true, style: "plain", text: "" };
      entries.push({ key: key.text, keyStart: key.start, keyEnd: key.end, value });
      at = this.#skipSeparator(at, CLOSE_BRACE);
    }
    this.#inlineEnd = at + 1;
    return { kind: "map", start: this.#base + start, end: this.#base + at + 1, flow: true, entries };
  }

  #parseFlowSequence(start: number, depth: number): SequenceNode {
    const items: TreeNode[] = [];
    let at = this.#skipFlowBlanks(start + 1);
    while (this.#source.charCodeAt(at) !== CLOSE_BRACKET) {
      this.#countNode(at);
      items.push(this.#parseFlowValue(at, depth));
      at = this.#skipSeparator(this.#skipFlowBlanks(this.#inlineEnd), CLOSE_BRACKET);
    }
    this.#inlineEnd = at + 1;
    return { kind: "sequence", start: this.#base + start, end: this.#base + at + 1, flow: true, items };
  }

  /** Behind an entry comes a comma, or the end of its collection, at which this stops. */
  #skipSeparator(at: number, close: number): number {
    const code = this.#source.charCodeAt(at);
    if (code === close) return at;
    if (code === COMMA) return this.#skipFlowBlanks(at + 1);
    throw this.#problem(at, at < this.#source.length ? "A comma or a closing bracket is missing." : "A bracket is never closed.");
  }

  #parseFlowValue(at: number, depth: number): TreeNode {
    const first = this.#source.charCodeAt(at);
    return first === OPEN_BRACE || first === OPEN_BRACKET ? this.#parseFlow(at, depth + 1) : this.#parseFlowScalar(at, false);
  }

  /** A scalar inside a flow collection, possibly empty; sets `#inlineEnd`. A key ends at its colon, a value does not. */
  #parseFlowScalar(start: number, isKey: boolean): ScalarNode {
    const source = this.#source;
    const first = source.charCodeAt(start);
    if (first === SINGLE_QUOTE || first === DOUBLE_QUOTE) return this.#parseQuoted(start, true);
    let at = start;
    let end = start;
    let isFolded = false;
    for (; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET) break;
      if (isKey && code === COLON && isBlankOrFeed(source.charCodeAt(at + 1))) break;
      if (code === LINE_FEED) {
        this.#refuseUnindented(at + 1);
        isFolded = true;
      } else if (!isBlank(code)) end = at + 1;
    }
    if (at >= source.length) throw this.#problem(start, "A bracket is never closed.");
    if (isKey && at === start) throw this.#problem(start, "A key is missing.");
    this.#inlineEnd = at;
    const raw = source.slice(start, end);
    const text = isFolded ? decodeSingleQuoted(raw) : raw;
    return { kind: "scalar", start: this.#base + start, end: this.#base + end, flow: true, style: "plain", text };
  }

  #skipFlowBlanks(from: number): number {
    let at = from;
    for (;;) {
      const code = this.#source.charCodeAt(at);
      if (code === LINE_FEED) this.#refuseUnindented(at + 1);
      else if (!isBlank(code)) return at;
      at++;
    }
  }

  /** A wrapped flow collection goes on indented; a line in column 0 is something else, such as the marker of a merge. */
  #refuseUnindented(lineStart: number): void {
    const code = this.#source.charCodeAt(lineStart);
    if (lineStart >= this.#source.length || isBlankOrFeed(code)) return;
    throw this.#problem(lineStart, "A bracket is still open where an unindented line begins.");
  }

  /** Behind a quoted scalar or a flow collection, nothing may follow on its line. */
  #finishLine(): void {
    let at = this.#inlineEnd;
    while (isBlank(this.#source.charCodeAt(at))) at++;
    if (at < this.#source.length && this.#source.charCodeAt(at) !== LINE_FEED) {
      throw this.#problem(at, "Something follows a closed quote or bracket.");
    }
    this.#readLine(at + 1);
  }

  #skipBlanks(from: number): number {
    let at = from;
    while (at < this.#lineEnd && isBlank(this.#source.charCodeAt(at))) at++;
    return at;
  }

  #isAtDash(): boolean {
    if (this.#source.charCodeAt(this.#at) !== DASH) return false;
    return this.#at + 1 >= this.#lineEnd || this.#source.charCodeAt(this.#at + 1) === SPACE;
  }
}

const isBlank = (code: number): boolean => code === SPACE || code === TAB || code === RETURN;
const isBlankOrFeed = (code: number): boolean => isBlank(code) || code === LINE_FEED;
