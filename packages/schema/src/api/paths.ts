import { z } from "zod";

export const PATH_LIMIT_BYTES = 1024;
export const SEGMENT_LIMIT_BYTES = 255;

const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
// Control characters, backslash and colon: they mean something else on some disk or in some header.
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\\:\u2028\u2029]/;
const bytes = (s: string) => new TextEncoder().encode(s).length;

/** Why `path` (already NFC) may not name a file, or null when it may. The rules are security.md I3. */
export function pathProblem(path: string): string | null {
  if (path === "") return "is empty";
  if (!path.isWellFormed()) return "is not well-formed Unicode";
  if (bytes(path) > PATH_LIMIT_BYTES) return `is longer than ${PATH_LIMIT_BYTES} bytes`;
  if (FORBIDDEN.test(path)) return "contains a control character, a backslash or a colon";
  for (const segment of path.split("/")) {
    if (segment === "") return "is absolute or has an empty segment";
    if (segment === "." || segment === "..") return "has a '.' or '..' segment";
    if (bytes(segment) > SEGMENT_LIMIT_BYTES) return `has a segment longer than ${SEGMENT_LIMIT_BYTES} bytes`;
    if (/[. ]$/.test(segment)) return "has a segment ending in a dot or a space";
    if (RESERVED.test(segment)) return "has a segment that is a reserved device name";
  }
  return null;
}

/** A file path inside a project: NFC, `/` between segments, relative, at most 1,024 bytes. */
export const FilePath = z
  .string()
  .max(PATH_LIMIT_BYTES)
  .transform((s) => s.normalize("NFC"))
  .superRefine((path, ctx) => {
    const problem = pathProblem(path);
    if (problem) ctx.addIssue({ code: "custom", message: `path ${problem}` });
  })
  .meta({ description: "Path inside the project, `/` between segments", examples: ["Assets/Scripts/Player.cs"] });

/**
 * The key under which a path is unique in its project: two paths that a case-insensitive disk would mix up share it. Lower case comes first
 * because of ẞ, whose lower case ß has an upper case of its own, SS.
 */
export const pathKey = (path: string): string => path.normalize("NFC").toLowerCase().toUpperCase().toLowerCase().normalize("NFC");
