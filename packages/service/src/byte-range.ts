/**
 * One `bytes=` range of a Range header, clamped to a content of `size` bytes, both ends included. Null when there is none to honour: several
 * ranges, another unit and nonsense are ignored (RFC 9110 §14.2). "unsatisfiable" when it lies past the end.
 */
export function parseRange(header: string | undefined, size: number): { start: number; end: number } | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const suffix = match[1] === "";
  if (!suffix && match[2] !== "" && Number(match[2]) < Number(match[1])) return null;
  const start = suffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = suffix || match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start >= size || (suffix && Number(match[2]) === 0) ? "unsatisfiable" : { start, end };
}

/** `attachment` with a file's own name, for any character set (RFC 6266, RFC 8187). */
export function contentDisposition(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
