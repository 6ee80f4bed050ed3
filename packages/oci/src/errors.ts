import { z } from "zod";

/** Codes of the OCI distribution spec, those distribution adds, and `UNAVAILABLE` for a registry that gave no usable answer. */
export const ociErrorCodes = [
  "BLOB_UNKNOWN",
  "BLOB_UPLOAD_INVALID",
  "BLOB_UPLOAD_UNKNOWN",
  "DENIED",
  "DIGEST_INVALID",
  "MANIFEST_BLOB_UNKNOWN",
  "MANIFEST_INVALID",
  "MANIFEST_UNKNOWN",
  "NAME_INVALID",
  "NAME_UNKNOWN",
  "RANGE_INVALID",
  "SIZE_INVALID",
  "TOOMANYREQUESTS",
  "UNAUTHORIZED",
  "UNAVAILABLE",
  "UNKNOWN",
  "UNSUPPORTED",
] as const;
export type OciErrorCode = (typeof ociErrorCodes)[number];

export interface RegistryErrorOptions {
  /** HTTP status; absent when the fault was found on this side (a digest that does not match, no answer at all). */
  status?: number;
  /** The same call may succeed later. */
  retryable?: boolean;
  /** The registry's `detail`, of any shape: for logs, not for people. */
  detail?: unknown;
  /** How long the registry asked us to wait. */
  retryAfterMs?: number;
  cause?: unknown;
}

/** Every failure of the registry or of content read from it. */
export class RegistryError extends Error {
  override readonly name: string = "RegistryError";
  readonly code: OciErrorCode;
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly detail: unknown;
  readonly retryAfterMs: number | undefined;

  constructor(code: OciErrorCode, message: string, { status, retryable = false, detail, retryAfterMs, cause }: RegistryErrorOptions = {}) {
    super(`${code}: ${message}`, { cause });
    this.code = code;
    this.status = status;
    this.retryable = retryable;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The registry could not be reached, did not answer in time, or answered with a 5xx. A caller's own answer is a 503. */
export class RegistryUnavailable extends RegistryError {
  override readonly name = "RegistryUnavailable";

  constructor(message: string, options: Omit<RegistryErrorOptions, "retryable"> = {}) {
    super("UNAVAILABLE", message, { ...options, retryable: true });
  }
}

const ErrorBody = z.object({
  errors: z.array(z.object({ code: z.string(), message: z.string().default(""), detail: z.unknown() })).min(1),
});

/** Reads a refusal. Some bodies are plain text ("404 page not found") or empty, so the status fills the gaps. */
export function toRegistryError(call: string, status: number, headers: Headers, body: string): RegistryError {
  const parsed = ErrorBody.safeParse(parseJson(body));
  const errors = parsed.data?.errors ?? [];
  const said = errors.map(({ code, message }) => `${code} ${message}`.trim()).join("; ") || body.trim().slice(0, 200);
  const message = `${call} answered ${status}${said ? `: ${said}` : ""}`;
  const options = {
    status,
    detail: errors.length > 0 ? errors.map(({ detail }) => detail) : undefined,
    retryAfterMs: readRetryAfter(headers),
  };

  if (status >= 500) return new RegistryUnavailable(message, options);
  return new RegistryError(readCode(errors[0]?.code) ?? codeOfStatus(status), message, { ...options, retryable: status === 429 });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readCode(code: string | undefined): OciErrorCode | undefined {
  return ociErrorCodes.find((known) => known === code);
}

function codeOfStatus(status: number): OciErrorCode {
  if (status === 401) return "UNAUTHORIZED";
  if (status === 403) return "DENIED";
  if (status === 405) return "UNSUPPORTED";
  if (status === 416) return "RANGE_INVALID";
  return status === 429 ? "TOOMANYREQUESTS" : "UNKNOWN";
}

function readRetryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
