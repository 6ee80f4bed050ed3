const FRAMES = 3;
/** What follows in a line or a message seldom tells two problems apart, and only costs time. */
const LINE_LIMIT = 500;
const MESSAGE_LIMIT = 1000;
const FOREIGN = /node_modules|PackageCache|\bnode:|native code|^(?:at )?(?:System|Mono|UnityEngine|UnityEditor)\./;
const LOCATION = /[\w)\]]\.\w{1,8}:(?:line )?\d+/;

/** The same 32 hex digits for reports of one problem: its type, its message without what varies, its topmost frames in the project. */
export function fingerprintOf(error: { errorType: string; errorMessage: string; errorStack: string | null }): string {
  const parts = [error.errorType, normaliseMessage(error.errorMessage), ...topFrames(error.errorStack ?? "")];
  return new Bun.CryptoHasher("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

/** A message with ids, numbers, quoted text and paths replaced by a mark for their kind. */
export const normaliseMessage = (message: string): string =>
  message
    .slice(0, MESSAGE_LIMIT)
    .replace(/"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|“[^”\n]*”|‘[^’\n]*’/g, "<text>")
    .replace(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, "<id>")
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+|(?:\b[a-z]:)?(?:[\w.@~-]*[\\/])+[\w.@~-]+/gi, "<path>")
    .replace(/\b0x[0-9a-f]+\b|\b(?=[a-f]*\d)[0-9a-f]{8,}\b/gi, "<hex>")
    .replace(/[-+]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?/gi, "<number>")
    .replace(/\s+/g, " ")
    .trim();

/** The first frames that are the project's own code, or the first of all when none is, without lines, offsets and machine paths. */
export function topFrames(stack: string): string[] {
  const lines = stack
    .split("\n")
    .map((line) => line.trim().slice(0, LINE_LIMIT))
    .filter((line) => line.startsWith("at ") || LOCATION.test(line));
  const own = lines.filter((line) => LOCATION.test(line) && !FOREIGN.test(line));
  return (own.length ? own : lines).slice(0, FRAMES).map(normaliseFrame);
}

const normaliseFrame = (line: string): string =>
  line
    .replace(/\\/g, "/")
    .replace(/^at /, "")
    .replace(/\[0x[0-9a-f]+\]|<[0-9a-f]{16,}>|0x[0-9a-f]+/gi, "")
    .replace(
      /(?:\b[a-z][a-z0-9+.-]*:\/\/|\b[a-z]:\/|(?<=[\s(]|^)\/)[^\s()]*?(?=(?:Assets|Packages|src|app|lib)\/|[^\s()/]+$|[^\s()/]+\))/i,
      "",
    )
    .replace(/:(?:line )?\d+(?::\d+)?/g, "")
    .replace(/\s+/g, " ")
    .trim();
