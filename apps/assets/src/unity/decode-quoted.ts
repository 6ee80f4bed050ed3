/** Decodes what stands between single quotes: `''` is a quote, line breaks are folded. */
export function decodeSingleQuoted(inner: string): string {
  const text = inner.includes("'") ? inner.replaceAll("''", "'") : inner;
  return text.includes("\n") ? foldLines(text) : text;
}

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 13;

/** One line break is a space, n blank lines are n line feeds, blanks around a break do not count. */
function foldLines(text: string): string {
  const lines = text.split("\n");
  const last = lines.length - 1;
  const parts = [trimEnd(lines[0] ?? "")];
  let breaks = 0;
  for (let index = 1; index <= last; index++) {
    breaks++;
    const line = lines[index] ?? "";
    const part = index < last ? trimEnd(trimStart(line)) : trimStart(line);
    if (part === "" && index < last) continue;
    parts.push(breaks === 1 ? " " : "\n".repeat(breaks - 1), part);
    breaks = 0;
  }
  return parts.join("");
}

// By hand: a regular expression for blanks before the end takes quadratic time on a long run of blanks.
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

function trimStart(text: string): string {
  let start = 0;
  while (isBlank(text.charCodeAt(start))) start++;
  return text.slice(start);
}

const NAMED_ESCAPES: Record<string, string> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

const HEX_LENGTHS: Record<string, number> = { x: 2, u: 4, U: 8 };

/** Decodes what stands between double quotes. An escape that YAML does not know stays as it is written. */
export function decodeDoubleQuoted(inner: string): string {
  if (!inner.includes("\\") && !inner.includes("\n")) return inner;
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  while (at < inner.length) {
    const code = inner.charCodeAt(at);
    if (code === 92) {
      parts.push(inner.slice(from, at));
      at = decodeEscape(inner, at + 1, parts);
      from = at;
    } else if (code === 10) {
      parts.push(trimEnd(inner.slice(from, at)));
      let breaks = 0;
      for (let next = code; next === 10 || isBlank(next); next = inner.charCodeAt(at)) {
        if (next === 10) breaks++;
        at++;
      }
      parts.push(breaks === 1 ? " " : "\n".repeat(breaks - 1));
      from = at;
    } else at++;
  }
  parts.push(inner.slice(from));
  return parts.join("");
}

/** Adds what the escape stands for; `at` is behind the backslash. Gives the place behind the escape. */
function decodeEscape(inner: string, at: number, parts: string[]): number {
  const sign = inner[at] ?? "";
  const named = NAMED_ESCAPES[sign];
  if (named !== undefined) {
    parts.push(named);
    return at + 1;
  }
  const hexLength = HEX_LENGTHS[sign];
  if (hexLength !== undefined) {
    const hex = inner.slice(at + 1, at + 1 + hexLength);
    const value = hex.length === hexLength && /^[0-9a-fA-F]+$/.test(hex) ? Number.parseInt(hex, 16) : Number.NaN;
    // Halves of a surrogate pair come as two escapes and join here by standing side by side.
    if (value <= 0x10ffff) {
      parts.push(String.fromCodePoint(value));
      return at + 1 + hexLength;
    }
  }
  const breakLength = sign === "\n" ? 1 : inner.startsWith("\r\n", at) ? 2 : 0;
  if (breakLength > 0) {
    let next = at + breakLength;
    while (isBlank(inner.charCodeAt(next))) next++;
    return next;
  }
  parts.push("\\");
  return at;
}
