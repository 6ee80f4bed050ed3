import type { ErrorBody } from "@slate/schema/api";

const STATUSES = [400, 401, 403, 404, 405, 409, 410, 412, 413, 414, 415, 416, 422, 423, 428, 429, 500, 503] as const;
type Status = (typeof STATUSES)[number];
/** Whether it is one that our errors have. */
export const isStatus = (status: number): status is Status => STATUSES.some((known) => known === status);

export type ErrorDefinition = { code: string; status: Status; title: string };

/** A refusal that may be shown: `code` is the contract, `message` is safe for people, `cause` is for the log only. */
export class AppError extends Error {
  override name = "AppError";
  constructor(
    readonly definition: ErrorDefinition,
    message: string,
    readonly details?: unknown,
    options?: { cause?: unknown; headers?: Record<string, string> },
  ) {
    super(message, { cause: options?.cause });
    this.headers = options?.headers ?? {};
  }
  readonly headers: Record<string, string>;
}

type Throwable = {
  (detail?: string, more?: { details?: unknown; cause?: unknown; headers?: Record<string, string> }): AppError;
  definition: ErrorDefinition;
};

/** Turns a table of codes into functions: `throw errors.nameTaken("Atlas")`. */
export function defineErrors<K extends string>(table: Record<K, ErrorDefinition>): Record<K, Throwable> {
  const make = (definition: ErrorDefinition): Throwable =>
    Object.assign(
      (detail?: string, more: { details?: unknown; cause?: unknown; headers?: Record<string, string> } = {}) =>
        new AppError(definition, detail ?? definition.title, more.details, { cause: more.cause, headers: more.headers }),
      { definition },
    );
  return Object.fromEntries(Object.entries<ErrorDefinition>(table).map(([key, definition]) => [key, make(definition)])) as Record<
    K,
    Throwable
  >;
}

/** What any route of any service may answer. */
export const problems = defineErrors({
  invalid: { code: "request.invalid", status: 400, title: "The request is not valid" },
  workspaceRequired: { code: "workspace.required", status: 400, title: "Name a workspace in the Slate-Workspace header" },
  unauthenticated: { code: "auth.required", status: 401, title: "Sign in first" },
  crossSite: { code: "auth.cross_site", status: 403, title: "This request did not come from the SLATE web app" },
  forbidden: { code: "auth.forbidden", status: 403, title: "Your role does not allow this" },
  reauthenticate: { code: "auth.recent_sign_in_required", status: 403, title: "Sign in again to do this" },
  workspaceNotFound: { code: "workspace.not_found", status: 404, title: "Workspace not found" },
  notFound: { code: "request.not_found", status: 404, title: "There is nothing at this address" },
  methodNotAllowed: { code: "request.method_not_allowed", status: 405, title: "This address does not take that method" },
  duplicate: { code: "request.duplicate", status: 409, title: "Something with the same key exists" },
  reference: { code: "request.reference", status: 409, title: "Something this refers to does not exist, or is still in use" },
  inProgress: { code: "request.in_progress", status: 409, title: "The first request with this Idempotency-Key is still running" },
  stale: { code: "request.stale", status: 412, title: "It has changed since you read it" },
  tooLarge: { code: "request.too_large", status: 413, title: "The body is too large" },
  mediaType: { code: "request.media_type", status: 415, title: "This address does not take that Content-Type or Content-Encoding" },
  unprocessable: { code: "request.unprocessable", status: 422, title: "The values do not fit together" },
  keyReused: { code: "request.idempotency_key_reused", status: 422, title: "This Idempotency-Key came with another body before" },
  ifMatchRequired: { code: "request.if_match_required", status: 428, title: "Send If-Match with the ETag you read" },
  rateLimited: { code: "request.rate_limited", status: 429, title: "Too many requests; wait and try again" },
  internal: { code: "server.error", status: 500, title: "Something went wrong on our side" },
  unavailable: { code: "server.unavailable", status: 503, title: "A part of the server is away; try again shortly" },
});

/** The one error body. */
export const errorBody = (error: AppError, requestId: string): ErrorBody => ({
  error: {
    code: error.definition.code,
    message: error.message,
    ...(error.details === undefined ? {} : { details: error.details }),
    requestId,
  },
});
