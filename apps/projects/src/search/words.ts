/** The words of a query, lower case: runs of letters, marks and digits. Everything else separates, as it does in the index. */
export const wordsOf = (query: string): string[] =>
  query
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** All words must be there; the last may go on, for it is still being typed. */
export const toTsquery = (words: string[]): string => words.map((word, i) => (i === words.length - 1 ? `${word}:*` : word)).join(" & ");

const BEFORE = 60;
const LENGTH = 200;

/**
 * The text around the first match on one line, matches between « and »; null when no word is in it. Ours rather than ts_headline, whose
 * parser takes `transform.position` for the name of a host.
 */
export function snippetOf(body: string, words: string[]): string | null {
  const last = words.length - 1;
  const alternatives = words.map((word, i) => (i === last ? `${word}[\\p{L}\\p{M}\\p{N}]*` : `${word}(?![\\p{L}\\p{M}\\p{N}])`));
  const matches = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${alternatives.join("|")})`, "giu");
  const first = words.length ? body.search(matches) : -1;
  if (first === -1) return null;
  const from = Math.max(0, first - BEFORE);
  const window = body.slice(from, from + LENGTH).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
  return window
    .replace(matches, (match) => `«${match}»`)
    .replace(/\s+/g, " ")
    .trim();
}
