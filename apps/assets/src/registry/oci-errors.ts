import { type AppContext, toAppError } from "@slate/service";

/** OCI codes by HTTP status, for the one route of ours that registry clients call. */
const CODES: Record<number, string> = { 401: "UNAUTHORIZED", 403: "DENIED", 413: "SIZE_INVALID", 429: "TOOMANYREQUESTS" };

/** The shape that registry clients know: `{ errors: [{ code, message }] }`. */
export function toOciErrors(error: unknown, c: AppContext): Response {
  const known = toAppError(error, c);
  const { status } = known.definition;
  const code = CODES[status] ?? (status < 500 ? "UNSUPPORTED" : "UNKNOWN");
  for (const [name, value] of Object.entries(known.headers)) c.header(name, value);
  return c.json({ errors: [{ code, message: known.message }] }, status);
}
