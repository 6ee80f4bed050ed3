/**
 * What the API answered instead of what was asked for. `code` is the contract (`project.name_taken`), `message` is for people.
 * `status` 0 means that no answer came at all.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: unknown,
    readonly requestId: string | null,
  ) {
    super(message);
  }
}

/** Whether an address leads nowhere: what it names is not there, or cannot be a name at all. */
export const isNowhere = (error: unknown): boolean => isApiError(error) && (error.status === 404 || error.code === "request.invalid");

export const isApiError = (error: unknown, code?: string): error is ApiError =>
  error instanceof ApiError && (code === undefined || error.code === code);
