/** How a text is written on disk, apart from what it says. */
export type TextFormat = { byteOrderMark: boolean; lineEnd: "\n" | "\r\n"; mixed: boolean };

/** The text as the editor holds it (lines end with \n, no byte order mark), and how to write it back. */
export function readText(stored: string): { text: string; format: TextFormat } {
  const byteOrderMark = stored.startsWith("\uFEFF");
  const body = byteOrderMark ? stored.slice(1) : stored;
  const windows = body.match(/\r\n/g)?.length ?? 0;
  const other = (body.match(/[\r\n]/g)?.length ?? 0) - 2 * windows;
  const lineEnd = windows > other ? "\r\n" : "\n";
  return { text: body.replace(/\r\n?/g, "\n"), format: { byteOrderMark, lineEnd, mixed: windows > 0 && other > 0 } };
}

/** The text as it was written before, so that saving changes only what was typed. Mixed line ends become the more common one. */
export function writeText(text: string, format: Pick<TextFormat, "byteOrderMark" | "lineEnd">): string {
  return (format.byteOrderMark ? "\uFEFF" : "") + (format.lineEnd === "\r\n" ? text.replaceAll("\n", "\r\n") : text);
}
